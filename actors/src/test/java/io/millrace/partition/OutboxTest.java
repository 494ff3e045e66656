// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.partition;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.millrace.block.Block;
import io.millrace.block.SnapshotPart;
import io.millrace.model.OutboxMark;
import io.millrace.model.OutboxRecord;
import io.millrace.model.PartitionMap;
import io.millrace.model.ProducerEpoch;
import io.millrace.model.ProducerMark;
import io.millrace.model.QuarantineEntry;
import io.millrace.model.ResultRecord;
import io.millrace.partition.PartitionReply.Committed;
import io.millrace.partition.PartitionReply.NotTaken;
import io.millrace.processor.Effect;
import io.millrace.processor.Graph;
import io.millrace.processor.Job;
import io.millrace.processor.Processor;
import io.millrace.processor.TimePolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class OutboxTest {
  private static final ProducerEpoch OPENING = new ProducerEpoch(1, 1);

  /** "main" goes to b under its value, "odd" to c under its key; c also gets messages. */
  private static final Graph GRAPH =
      Job.named("j")
          .source()
          .stage("a", OutboxTest::orders)
          .keyBy(
              output ->
                  switch (output.value().toStringUtf8()) {
                    case "keyless" -> ByteString.EMPTY;
                    case "thrown" -> throw new IllegalArgumentException("no key in thrown");
                    default -> output.value();
                  })
          .stage("b", OutboxTest::orders)
          .from("a", "odd")
          .keyBy(ResultRecord::key)
          .stage("c", OutboxTest::orders)
          .sink()
          .graph();

  /** Values are orders. */
  private static Processor orders() {
    return (record, context) -> {
      ByteString value = record.value();
      return switch (value.toStringUtf8()) {
        case "odd" -> Effect.builder().emitTo("odd", value).build();
        case "stay" -> Effect.builder().emitTo("side", value).build();
        case "send" -> Effect.builder().send("c", record.key(), value).build();
        case "astray" -> Effect.builder().emit(value).send("d", record.key(), value).build();
        case "back" -> Effect.builder().send("a", record.key(), value).build();
        case "huge" -> Effect.builder().emit(ByteString.copyFrom(new byte[2_000])).build();
        default -> Effect.builder().emit(value).build();
      };
    };
  }

  /** One partition each: b is 1, c is 2. */
  private static CoreRig rig(String settings, List<Block> log, long epoch) {
    var routes = Routes.of(GRAPH, "a", stage -> PartitionMap.even(1, stage.equals("b") ? 1 : 2));
    return new CoreRig(
        settings,
        List.of(),
        log,
        epoch,
        CoreRig.NO_RETRY,
        TimePolicy.DEFAULT,
        orders(),
        1_000,
        routes);
  }

  private final CoreRig rig = rig("", List.of(), 1);
  private long sequence;

  private void put(CoreRig into, String value) {
    sequence++;
    into.append("c", OPENING, sequence - 1, CoreRig.record(sequence, "k", value));
  }

  private Block commit(CoreRig of) {
    of.linger();
    Block block = of.sealed.getFirst();
    of.commit(1);
    of.replies.clear();
    return block;
  }

  private static String shown(OutboxRecord record) {
    return record.target()
        + ":"
        + record.previous()
        + ">"
        + record.record().sequence()
        + " "
        + record.record().key().toStringUtf8()
        + "="
        + record.record().value().toStringUtf8();
  }

  @Test
  void givenOutputsWithAndWithoutEdge_whenSealed_thenThoseWithoutAreResults() {
    for (String order : new String[] {"x", "odd", "stay", "send", "y"}) {
      put(rig, order);
    }

    Block block = commit(rig);

    assertThat(block.outbox())
        .extracting(OutboxTest::shown)
        .containsExactly("1:0>1 x=x", "2:0>2 k=odd", "2:2>3 k=send", "1:1>4 y=y");
    assertThat(block.results())
        .extracting(result -> result.value().toStringUtf8())
        .containsExactly("stay");
    assertThat(rig.find("k").block()).as("no main result").isZero();
  }

  @Test
  void givenWrongMessages_whenRun_thenTheProcessorFailedAndNothingElseHappens() {
    var small = rig("message-bytes-max = 1 KiB", List.of(), 1);
    for (String order : new String[] {"astray", "back", "keyless", "thrown", "huge"}) {
      put(small, order);
    }

    Block block = commit(small);

    assertThat(block.outbox()).isEmpty();
    assertThat(block.results()).isEmpty();
    List<String> reasons =
        block.quarantine().stream()
            .map(change -> change.entry().map(QuarantineEntry::reason).orElse(""))
            .toList();
    assertThat(reasons.get(0))
        .contains("message to stage 'd' from stage 'a'", "a stage behind it: b, c");
    assertThat(reasons.get(1)).contains("message to stage 'a' from stage 'a'");
    assertThat(reasons.get(2)).contains("keyBy from stage 'a' to 'b': key empty");
    assertThat(reasons.get(3)).contains("no key in thrown");
    assertThat(reasons.get(4)).contains("millrace.partition.message-bytes-max = 1024");
  }

  @Test
  void givenFullOutbox_whenAppended_thenNotTakenUntilTheNextStageHasSome() {
    var small = rig("outbox-bytes-max = 1 KiB", List.of(), 1);
    for (int i = 0; i < 40; i++) {
      put(small, "x" + i);
    }

    assertThat(small.replies.getFirst().reply())
        .isInstanceOfSatisfying(
            NotTaken.class, n -> assertThat(n.reason()).contains("the next stage is behind"));
    assertThat(small.core.state().outbox.bytes()).isBetween(1_024L, 1_100L);
    Block block = commit(small);
    small.core.delivered(1, block.outbox().get(20).record().sequence());
    sequence = block.outbox().size();
    put(small, "more");

    assertThat(commit(small).outbox()).hasSize(1);
  }

  @Test
  void givenDelivery_whenTheNextBlockIsSealed_thenItSaysSoOnceAndTheNextOwnerKnows() {
    put(rig, "x");
    put(rig, "y");
    put(rig, "odd");
    Block first = commit(rig);
    rig.core.delivered(1, 1);
    rig.core.delivered(1, 1);
    assertThat(rig.core.idle()).as("a mark alone makes no block").isTrue();
    put(rig, "stay");
    Block second = commit(rig);
    put(rig, "stay");
    Block third = commit(rig);

    assertThat(first.delivered()).isEmpty();
    assertThat(second.delivered()).containsExactly(new OutboxMark(1, 1));
    assertThat(third.delivered()).isEmpty();
    CoreRig next = rig("", rig.committed, 2);
    assertThat(next.core.owed())
        .extracting(OutboxTest::shown)
        .containsExactly("1:1>2 y=y", "2:0>3 k=odd");
    put(next, "z");
    assertThat(commit(next).outbox()).extracting(OutboxTest::shown).containsExactly("1:2>4 z=z");
  }

  @Test
  void givenSnapshot_whenTakenBack_thenSequencesGoOnAndOnlyWhatIsOwedIsOwed() {
    var before = rig("snapshot-blocks = 1", List.of(), 1);
    put(before, "x");
    put(before, "y");
    put(before, "odd");
    before.linger();
    SnapshotCut cut = before.cuts.getFirst();
    before.commit(1);
    var parts = new ArrayList<SnapshotPart>();
    var id = new UUID(1, 2);
    for (var part = cut.next(id, 1, 1); part.isPresent(); part = cut.next(id, 9, 1)) {
      parts.add(part.get());
    }
    var routes = Routes.of(GRAPH, "a", stage -> PartitionMap.even(1, stage.equals("b") ? 1 : 2));
    var after =
        new CoreRig(
            "", parts, List.of(), 2, CoreRig.NO_RETRY, TimePolicy.DEFAULT, orders(), 1_000, routes);
    after.core.state().restored(cut.manifest(id, ByteString.copyFrom(new byte[32]), 1));

    after.core.delivered(1, 2);
    put(after, "z");
    after.linger();

    assertThat(after.sealed.getFirst().sequence()).isEqualTo(2);
    assertThat(after.sealed.getFirst().delivered()).containsExactly(new OutboxMark(1, 2));
    assertThat(after.sealed.getFirst().outbox())
        .extracting(OutboxTest::shown)
        .containsExactly("1:2>4 z=z");
    assertThat(after.core.owed())
        .extracting(OutboxTest::shown)
        .containsExactly("1:2>4 z=z", "2:0>3 k=odd");
  }

  @Test
  void givenPartitionAsProducer_whenIdleForLong_thenItNeverExpiresAndThereIsAlwaysRoom() {
    var target = new CoreRig("producers-max = 1, producer-retention = 1 s", List.of(), 1);
    target.append("c", "p", OPENING, 0, List.of(CoreRig.record(1, "k", "v")));
    target.append("t", "@0", OPENING, 0, List.of(CoreRig.record(7, "k", "v")));
    commit(target);
    target.nowMs += 3_600_000;

    target.append("t", "@0", OPENING, 7, List.of(CoreRig.record(9, "k", "v")));
    Block block = commit(target);
    target.append("t", "@0", OPENING, 7, List.of(CoreRig.record(9, "k", "v")));

    assertThat(block.expired()).extracting(ProducerMark::producer).containsExactly("p");
    assertThat(target.only("t", Committed.class).duplicates()).isEqualTo(1);
  }
}
