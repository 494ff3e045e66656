// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.partition;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.millrace.store.BlockLog.CasResult;
import io.millrace.store.Head;
import io.millrace.store.Stages;
import io.millrace.store.memory.InMemoryStores;
import org.junit.jupiter.api.Test;

class CommitVerdictTest {
  private final InMemoryStores stores = new InMemoryStores();
  private final Head claimed = Stages.get(stores.blocks().claim(CoreRig.PARTITION));
  private final Head next = claimed.extend(2, ByteString.copyFromUtf8("chain of two"));

  private static CommitVerdict refused(Head actual, Head next) {
    return CommitVerdict.of(new CasResult(false, actual), next);
  }

  @Test
  void givenApplied_whenJudged_thenCommitted() {
    assertThat(CommitVerdict.of(new CasResult(true, next), next))
        .isEqualTo(CommitVerdict.COMMITTED);
  }

  @Test
  void givenEarlierAttemptThatLanded_whenJudged_thenCommitted() {
    assertThat(refused(next, next)).isEqualTo(CommitVerdict.COMMITTED);
  }

  @Test
  void givenNewerTermOrOtherOwnerOfTheSameEpoch_whenJudged_thenFenced() {
    Head newer = Stages.get(stores.blocks().claim(CoreRig.PARTITION));
    Head twin = Stages.get(new InMemoryStores().blocks().claim(CoreRig.PARTITION));

    assertThat(refused(newer, next)).isEqualTo(CommitVerdict.FENCED);
    assertThat(twin.epoch()).isEqualTo(next.epoch());
    assertThat(refused(twin, next)).isEqualTo(CommitVerdict.FENCED);
  }

  @Test
  void givenOwnTermWithOtherSequenceOrChain_whenJudged_thenBroken() {
    assertThat(refused(claimed, next)).isEqualTo(CommitVerdict.BROKEN);
    assertThat(refused(claimed.extend(2, ByteString.copyFromUtf8("another")), next))
        .isEqualTo(CommitVerdict.BROKEN);
    assertThat(refused(claimed.extend(3, next.chain()), next)).isEqualTo(CommitVerdict.BROKEN);
  }
}
