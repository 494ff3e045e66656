// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.partition;

import static io.millrace.partition.CoreRig.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.millrace.model.DataRecord;
import io.millrace.model.MillraceException;
import io.millrace.model.TimeKind;
import io.millrace.model.Timer;
import io.millrace.processor.Context;
import io.millrace.processor.Effect;
import io.millrace.processor.Processor;
import io.millrace.serde.UnreadableStateException;
import io.millrace.store.memory.InMemoryStores;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Timers over a term and the next one, with the real log, encoding and recovery between them. */
class TermTimersTest {
  private final InMemoryStores stores = new InMemoryStores();
  private boolean unreadable;

  /** Each record sets a timer that is due 5 s after it; a timer puts out its name. */
  private final class Delayed implements Processor {
    @Override
    public Effect process(DataRecord record, Context context) {
      return Effect.builder()
          .setTimer(TimeKind.PROCESSING, "late", context.processingTimeMs() + 5_000)
          .build();
    }

    @Override
    public Effect onTimer(ByteString key, Timer timer, Context context) {
      if (unreadable) {
        throw new UnreadableStateException("state is of a version that nobody knows");
      }
      return Effect.builder().emit(bytes(timer.name())).build();
    }
  }

  private TermRig next(String settings) {
    var rig = new TermRig(stores, stores.blocks(), settings, new Delayed());
    rig.run();
    return rig;
  }

  @Test
  void givenTimer_whenItsTimeComesAndNobodyAsks_thenItsEffectIsCommittedOnce() {
    var rig = next("");
    rig.put(1, 1);
    rig.pass(Duration.ofMillis(4_999));
    assertThat(rig.find("k1").block()).isZero();

    rig.pass(Duration.ofMillis(1));

    assertThat(rig.find("k1").block()).isEqualTo(2);
    rig.pass(Duration.ofHours(1));
    var later = next("");
    later.pass(Duration.ofHours(1));
    assertThat(later.term.core().committedBlock()).isEqualTo(2);
    assertThat(later.find("k1").block()).isEqualTo(2);
  }

  @Test
  void givenOwnerThatDied_whenTheNextOneBegins_thenItWakesForTheTimersOfTheLogAndTheSnapshot() {
    var rig = next("snapshot-blocks = 3");
    rig.put(1, 5);
    rig.pass(Duration.ofMillis(100));

    var later = next("snapshot-blocks = 3");
    assertThat(later.recovered.loaded().exists()).isTrue();
    later.pass(Duration.ofMillis(5_000));

    for (int key = 1; key <= 5; key++) {
      assertThat(later.find("k" + key).block()).as("k" + key).isGreaterThan(5);
    }
    assertThat(later.term.core().figures().results()).isEqualTo(5);
  }

  @Test
  void givenPartitionThatLeaves_whenATimerIsDue_thenItIsLeftToTheNextOwner() {
    var rig = next("");
    rig.put(1, 1);
    rig.term.flush();

    rig.pass(Duration.ofSeconds(10));

    assertThat(rig.term.core().committedBlock()).isEqualTo(1);
    assertThat(rig.term.core().idle()).isTrue();
    var later = next("");
    later.pass(Duration.ofSeconds(5));
    assertThat(later.find("k1").block()).isEqualTo(2);
  }

  @Test
  void givenPausedJob_whenItGoesOn_thenWhatCameDueFires() {
    var rig = next("");
    rig.put(1, 1);
    rig.paused = true;
    rig.pass(Duration.ofMinutes(1));
    assertThat(rig.find("k1").block()).isZero();

    rig.paused = false;
    rig.pass(Duration.ofSeconds(1));

    assertThat(rig.find("k1").block()).isEqualTo(2);
  }

  @Test
  void givenTimerWhoseStateCannotBeRead_whenDue_thenThePartitionStopsAndNothingIsWritten() {
    var rig = next("");
    rig.put(1, 1);
    unreadable = true;

    rig.pass(Duration.ofSeconds(5));

    assertThat(rig.ended)
        .isInstanceOfSatisfying(
            MillraceException.class,
            e -> assertThat(e.kind()).isEqualTo(MillraceException.Kind.CORRUPT));
    unreadable = false;
    var later = next("");
    later.pass(Duration.ofSeconds(5));
    assertThat(later.find("k1").block()).isEqualTo(2);
  }
}
