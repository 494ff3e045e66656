// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.millrace.block.Block;
import io.millrace.model.Fields;
import io.millrace.model.ProducerMark;
import io.millrace.model.ResultRecord;
import io.millrace.model.StateChange;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A checker that was never seen to find anything is not to be trusted: each violation, by hand. */
class CheckerTest {
  private final ProducerHistory a = Story.producer("a", 6);
  private final ProducerHistory b = Story.producer("b", 3);

  private Verdict check(Story story) {
    return Story.check(story.blocks(), a, b);
  }

  private static Story honest() {
    return new Story().commit("a:1", "a:2", "b:1").commit("a:3", "b:2", "b:3").commit("a:4");
  }

  private static void replace(Story story, int index, Block block) {
    story.blocks().set(index, block);
  }

  @Test
  void givenEverythingOnceAndInOrder_whenChecked_thenClean() {
    assertThat(check(honest().commit("a:5", "a:6")).isClean()).isTrue();
  }

  @Test
  void givenAcknowledgedRecordInNoBlock_whenChecked_thenLost() {
    var verdict = check(honest().commit("a:5"));

    assertThat(verdict.count(Violation.LOST)).isEqualTo(1);
  }

  @Test
  void givenRecordWithoutReceiptInNoBlock_whenChecked_thenClean() {
    a.submitted(7, 100);

    assertThat(check(honest().commit("a:5", "a:6")).isClean()).isTrue();
  }

  @Test
  void givenRecordWithoutReceiptInABlock_whenChecked_thenClean() {
    a.submitted(7, 100);

    assertThat(check(honest().commit("a:5", "a:6", "a:7")).isClean()).isTrue();
  }

  @Test
  void givenRecordInTwoBlocks_whenChecked_thenTwice() {
    var verdict = check(honest().commit("a:4", "a:5", "a:6"));

    assertThat(verdict.count(Violation.TWICE)).isEqualTo(1);
  }

  @Test
  void givenRecordNobodySent_whenChecked_thenNeverSent() {
    var verdict = check(honest().commit("a:5", "a:6", "a:7"));

    assertThat(verdict.count(Violation.NEVER_SENT)).isEqualTo(1);
  }

  @Test
  void givenUnknownProducer_whenChecked_thenNeverSent() {
    var verdict = check(honest().commit("a:5", "a:6", "c:1"));

    assertThat(verdict.count(Violation.NEVER_SENT)).isEqualTo(1);
  }

  @Test
  void givenRecordUnderAnotherKey_whenChecked_thenNeverSent() {
    var story = honest().commit("a:5", "a:6");
    var block = story.blocks().get(2);
    var result = block.results().get(0);
    var moved =
        new ResultRecord("", ByteString.copyFromUtf8("kx"), result.value(), 0, Fields.EMPTY);
    replace(story, 2, Story.with(block, List.of(moved), block.changes(), block.marks()));

    var verdict = check(story);

    assertThat(verdict.count(Violation.NEVER_SENT)).isEqualTo(1);
    assertThat(verdict.count(Violation.LOST)).isEqualTo(1);
  }

  @Test
  void givenTwoRecordsOfAProducerExchanged_whenChecked_thenProducerOrder() {
    var verdict = check(honest().commit("a:6", "a:5"));

    assertThat(verdict.count(Violation.PRODUCER_ORDER)).isPositive();
    assertThat(verdict.count(Violation.LOST)).isZero();
  }

  @Test
  void givenARecordLeftOut_whenLaterOnesAreCommitted_thenProducerOrder() {
    var verdict = check(honest().commit("a:6"));

    assertThat(verdict.count(Violation.PRODUCER_ORDER)).isEqualTo(1);
    assertThat(verdict.count(Violation.LOST)).isEqualTo(1);
  }

  @Test
  void givenRecordAcknowledgedBeforeAnotherOfItsKeyWasSent_whenBehindIt_thenKeyOrder() {
    // b:n and a:m of one key, b's receipt long before a's record was sent.
    var late = new ProducerHistory("late");
    long lateSequence = 1;
    while (!Story.WORKLOAD.key("late", lateSequence).equals(Story.WORKLOAD.key("b", 1))) {
      lateSequence++;
    }
    for (long sequence = 1; sequence <= lateSequence; sequence++) {
      late.submitted(sequence, 1_000 + sequence);
    }
    var story = new Story();
    for (long sequence = 1; sequence <= lateSequence; sequence++) {
      story.commit("late:" + sequence);
    }
    story.commit("b:1", "b:2", "b:3");

    var verdict = Story.check(story.blocks(), late, b);

    assertThat(verdict.count(Violation.KEY_ORDER)).isPositive();
    assertThat(verdict.count(Violation.PRODUCER_ORDER)).isZero();
  }

  @Test
  void givenResultOnTopOfAnotherState_whenChecked_thenState() {
    var story = honest().commit("a:5", "a:6");
    var block = story.blocks().get(0);
    var results = new ArrayList<>(block.results());
    var fold = Fold.of(results.get(1));
    var wrong = new Fold(fold.count(), fold.hash() + 1, fold.last());
    results.set(1, new ResultRecord("", results.get(1).key(), wrong.encode(), 0, Fields.EMPTY));
    replace(story, 0, Story.with(block, results, block.changes(), block.marks()));

    assertThat(check(story).count(Violation.STATE)).isPositive();
  }

  @Test
  void givenStateThatIsNotTheFold_whenChecked_thenState() {
    var story = honest().commit("a:5", "a:6");
    var block = story.blocks().get(2);
    var change = block.changes().get(0);
    var wrong = StateChange.set(change.key(), Fold.EMPTY.encode());
    replace(story, 2, Story.with(block, block.results(), List.of(wrong), block.marks()));

    assertThat(check(story).count(Violation.STATE)).isEqualTo(1);
  }

  @Test
  void givenStateChangeLeftOut_whenChecked_thenState() {
    var story = honest().commit("a:5", "a:6");
    var block = story.blocks().get(2);
    replace(story, 2, Story.with(block, block.results(), List.of(), block.marks()));

    assertThat(check(story).count(Violation.STATE)).isEqualTo(1);
  }

  @Test
  void givenWatermarkAheadOfTheRecords_whenChecked_thenState() {
    var story = honest().commit("a:5", "a:6");
    var block = story.blocks().get(2);
    var mark = block.marks().get(0);
    var ahead = new ProducerMark(mark.producer(), mark.epoch(), mark.sequence() + 1);
    replace(story, 2, Story.with(block, block.results(), block.changes(), List.of(ahead)));

    assertThat(check(story).count(Violation.STATE)).isEqualTo(1);
  }
}
