// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.window;

import static io.millrace.aggregate.Aggregates.count;
import static io.millrace.aggregate.Aggregates.sum;
import static io.millrace.aggregate.Aggregates.topK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.aggregate.Aggregate;
import io.millrace.aggregate.Aggregates;
import io.millrace.model.DataRecord;
import io.millrace.model.Fields;
import io.millrace.processor.Effect;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What each kind of window says, and when. */
class WindowsTest {
  private static final Aggregate SUMS = Aggregates.of(count(), sum("n"));

  private static Duration ms(long millis) {
    return Duration.ofMillis(millis);
  }

  private static WindowRig rig(Windows windows) {
    return new WindowRig(windows.aggregate(SUMS));
  }

  @Test
  void givenTumbling_whenTheWatermarkReachesTheEnd_thenTheResultAndNothingIsKept() {
    var rig = rig(Windows.tumbling(ms(10)));
    rig.record("a", 0, 1);
    rig.record("a", 9, 2);
    rig.record("a", 10, 4);

    assertThat(rig.advance(9).results()).isEmpty();
    assertThat(rig.advance(10).results()).containsExactly("a [0,10)#1 count=2 sum=3");
    assertThat(rig.advance(19).results()).isEmpty();
    assertThat(rig.advance(20).results()).containsExactly("a [10,20)#1 count=1 sum=4");
    assertThat(rig.states()).isEmpty();
    assertThat(rig.timers()).isEmpty();
  }

  @Test
  void givenTimesBefore1970_whenTumbling_thenWindowsStartBelowThem() {
    var rig = rig(Windows.tumbling(ms(10)));
    rig.record("a", -1, 1);
    rig.record("a", -10, 2);
    rig.record("a", -11, 4);
    rig.record("a", 0, 8);

    assertThat(rig.advance(10).results())
        .containsExactly(
            "a [-20,-10)#1 count=1 sum=4", "a [-10,0)#1 count=2 sum=3", "a [0,10)#1 count=1 sum=8");
  }

  @Test
  void givenTimesAtTheEdge_whenAdded_thenTakenOrRefusedWithTheReason() {
    var rig = rig(Windows.sliding(ms(20), ms(10)).lateness(Windows.DURATION_MAX));

    rig.record("a", Windows.EVENT_TIME_MAX_MS, 1);
    rig.record("a", -Windows.EVENT_TIME_MAX_MS, 1);
    Effect over = rig.record("a", Windows.EVENT_TIME_MAX_MS + 1, 1);
    Effect under = rig.record("a", Long.MIN_VALUE + 1, 1);

    assertThat(over.refusal())
        .contains(
            "event time: 9007199254740993 (expected: -2^53 to 2^53 milliseconds since"
                + " 1970-01-01T00:00Z)");
    assertThat(under.refusal()).isPresent();
    assertThat(rig.advance(Long.MAX_VALUE).results()).hasSize(4);
    assertThat(rig.states()).isEmpty();
  }

  @Test
  void givenWatermarkLongAgo_whenARecordComes_thenNothingOverflows() {
    var rig = rig(Windows.tumbling(ms(10)).lateness(Windows.DURATION_MAX));
    rig.moveWatermark(Long.MIN_VALUE + 1);

    rig.record("a", 5, 1);

    assertThat(rig.advance(10).results()).containsExactly("a [0,10)#1 count=1 sum=1");
  }

  @Test
  void givenRecordWithoutEventTime_whenAdded_thenRefused() {
    Effect effect = rig(Windows.session(ms(10))).record("a", DataRecord.NO_EVENT_TIME, 1);

    assertThat(effect.refusal())
        .contains(
            "event time: none (expected: milliseconds since 1970-01-01T00:00Z; windows go by it)");
  }

  @Test
  void givenSliding_whenRecordsCome_thenEachIsInAllWindowsThatHoldIt() {
    var rig = rig(Windows.sliding(ms(30), ms(10)));
    rig.record("a", 0, 1);
    rig.record("a", 29, 2);

    assertThat(rig.advance(60).results())
        .containsExactly(
            "a [-20,10)#1 count=1 sum=1",
            "a [-10,20)#1 count=1 sum=1",
            "a [0,30)#1 count=2 sum=3",
            "a [10,40)#1 count=1 sum=2",
            "a [20,50)#1 count=1 sum=2");
    assertThat(rig.states()).isEmpty();
  }

  @Test
  void givenSlideThatDoesNotDivideTheSize_whenRecordsCome_thenWindowsStartAtMultiplesOfTheSlide() {
    var rig = rig(Windows.sliding(ms(25), ms(10)));
    rig.record("a", 4, 1);
    rig.record("a", 15, 2);

    assertThat(rig.advance(60).results())
        .containsExactly(
            "a [-20,5)#1 count=1 sum=1",
            "a [-10,15)#1 count=1 sum=1",
            "a [0,25)#1 count=2 sum=3",
            "a [10,35)#1 count=1 sum=2");
  }

  @Test
  void givenPartlyLateRecord_whenSliding_thenOnlyOpenWindowsTakeIt() {
    var rig = rig(Windows.sliding(ms(20), ms(10)));
    rig.advance(25);

    rig.record("a", 15, 1); // [0,20) is closed, [10,30) is not

    assertThat(rig.late()).isEmpty();
    assertThat(rig.advance(30).results()).containsExactly("a [10,30)#1 count=1 sum=1");
  }

  @Test
  void givenNoLateness_whenARecordComesAfterTheEnd_thenItGoesToTheSideOutputWithValueAndFields() {
    var rig = rig(Windows.tumbling(ms(10)));
    rig.record("a", 5, 1);
    rig.advance(10);

    Effect effect = rig.record("a", 9, 7);

    assertThat(rig.results()).containsExactly("a [0,10)#1 count=1 sum=1");
    assertThat(rig.late()).containsExactly("late a 9");
    assertThat(effect.outputs().get(0).fields()).isEqualTo(Fields.of("n", 7L));
    assertThat(rig.states()).isEmpty();
  }

  @Test
  void givenLateness_whenRecordsComeInTime_thenEachGivesTheNextRevision() {
    var rig = rig(Windows.tumbling(ms(10)).lateness(ms(5)));
    rig.record("a", 1, 1);
    rig.advance(10);

    rig.record("a", 2, 2);
    rig.advance(14);
    rig.record("a", 3, 4);
    assertThat(rig.states()).isNotEmpty();
    rig.advance(15);
    rig.record("a", 4, 8);

    assertThat(rig.results())
        .containsExactly(
            "a [0,10)#1 count=1 sum=1", "a [0,10)#2 count=2 sum=3", "a [0,10)#3 count=3 sum=7");
    assertThat(rig.late()).containsExactly("late a 4");
    assertThat(rig.states()).isEmpty();
    assertThat(rig.timers()).isEmpty();
  }

  @Test
  void givenFirstRecordOfAWindowIsLate_whenWithinLateness_thenToldAtOnce() {
    var rig = rig(Windows.tumbling(ms(10)).lateness(ms(5)));
    rig.advance(12);

    rig.record("a", 1, 1);

    assertThat(rig.results()).containsExactly("a [0,10)#1 count=1 sum=1");
    assertThat(rig.advance(15).results()).isEmpty();
    assertThat(rig.states()).isEmpty();
  }

  @Test
  void givenTimerThatHasNotFiredYet_whenTheWatermarkHasPassed_thenTheWatermarkDecides() {
    var rig = rig(Windows.tumbling(ms(10)));
    rig.record("a", 1, 1);
    rig.moveWatermark(10);

    rig.record("a", 2, 2);

    assertThat(rig.late()).containsExactly("late a 2");
    rig.fireDue();
    assertThat(rig.results()).containsExactly("a [0,10)#1 count=1 sum=1");
  }

  @Test
  void givenSessions_whenRecordsAreCloserThanTheGap_thenOne() {
    var rig = rig(Windows.session(ms(10)));
    rig.record("a", 0, 1);
    rig.record("a", 9, 2);
    rig.record("a", 19, 4); // the gap itself: another session
    rig.record("b", 5, 8);

    assertThat(rig.advance(40).results())
        .containsExactly(
            "b [5,15)#1 count=1 sum=8", "a [0,19)#1 count=2 sum=3", "a [19,29)#1 count=1 sum=4");
    assertThat(rig.states()).isEmpty();
  }

  @Test
  void givenRecordBetweenTwoSessions_whenItComes_thenTheyAreOne() {
    var rig = rig(Windows.session(ms(10)));
    rig.record("a", 0, 1);
    rig.record("a", 15, 2);
    rig.record("a", 8, 4);

    assertThat(rig.advance(40).results()).containsExactly("a [0,25)#1 count=3 sum=7");
  }

  @Test
  void givenTwoToldSessions_whenALateRecordJoinsThem_thenTheNextRevisionReplacesBoth() {
    var rig = rig(Windows.session(ms(10)).lateness(ms(20)));
    rig.record("a", 0, 1);
    rig.record("a", 15, 2);
    rig.advance(25);
    assertThat(rig.results())
        .containsExactly("a [0,10)#1 count=1 sum=1", "a [15,25)#1 count=1 sum=2");

    rig.record("a", 8, 4);

    assertThat(rig.results()).containsExactly("a [0,25)#2 count=3 sum=7");
    assertThat(rig.advance(44).states()).isNotEmpty();
    assertThat(rig.advance(45).states()).isEmpty();
    assertThat(rig.results()).isEmpty();
  }

  @Test
  void givenToldSession_whenALateRecordMovesItsEndBeyondTheWatermark_thenToldAgainAtThatEnd() {
    var rig = rig(Windows.session(ms(10)).lateness(ms(20)));
    rig.record("a", 0, 1);
    rig.advance(12);
    assertThat(rig.results()).containsExactly("a [0,10)#1 count=1 sum=1");

    rig.record("a", 9, 2);

    assertThat(rig.results()).isEmpty();
    assertThat(rig.advance(19).results()).containsExactly("a [0,19)#2 count=2 sum=3");
  }

  @Test
  void givenRecordTooLateForASessionOfItsOwn_whenOneIsOpen_thenItJoins() {
    var rig = rig(Windows.session(ms(10)));
    rig.record("a", 15, 1);
    rig.advance(20);

    rig.record("a", 9, 2); // its own [9,19) is closed, the joined [9,25) is not
    rig.record("b", 9, 2);

    assertThat(rig.late()).containsExactly("late b 9");
    assertThat(rig.advance(25).results()).containsExactly("a [9,25)#1 count=2 sum=3");
  }

  @Test
  void givenClosedSessionWhoseTimerIsPending_whenARecordOverlapsIt_thenItIsLeftAlone() {
    var rig = rig(Windows.session(ms(10)));
    rig.record("a", 0, 1);
    rig.moveWatermark(12);

    rig.record("a", 9, 2);

    rig.fireDue();
    assertThat(rig.results()).containsExactly("a [0,10)#1 count=1 sum=1");
    assertThat(rig.advance(19).results()).containsExactly("a [9,19)#1 count=1 sum=2");
  }

  @Test
  void givenMoreOpenWindowsThanAllowed_whenOneMoreIsNeeded_thenTheRecordIsRefused() {
    var rig = rig(Windows.tumbling(ms(10)).openMax(2));
    rig.record("a", 0, 1);
    rig.record("a", 10, 1);

    Effect refused = rig.record("a", 20, 1);
    Effect taken = rig.record("a", 5, 1);

    assertThat(refused.refusal())
        .contains(
            "open windows of the key: 3 (expected: at most 2; they close once the watermark passes"
                + " their ends and lateness; a larger openMax allows more)");
    assertThat(taken.refusal()).isEmpty();
    rig.advance(10);
    assertThat(rig.record("a", 20, 1).refusal()).isEmpty();
  }

  @Test
  void givenTimerOfAQuarantinedStep_whenRedriven_thenNothingIsToldTwice() {
    var rig = rig(Windows.tumbling(ms(10)).lateness(ms(5)));
    rig.record("a", 1, 1);
    rig.advance(10);
    rig.results();

    rig.fire("a", 10);
    rig.fire("b", 10);

    assertThat(rig.results()).isEmpty();
    rig.record("a", 2, 2);
    assertThat(rig.results()).containsExactly("a [0,10)#2 count=2 sum=3");
    assertThat(rig.advance(15).states()).isEmpty();
  }

  @Test
  void givenAKeyWithManyWindows_whenTheWatermarkJumps_thenEachEffectTellsOneEnd() {
    var rig = rig(Windows.sliding(ms(100), ms(10)));
    rig.record("a", 5, 1);
    rig.moveWatermark(1_000);

    assertThat(rig.fireNext()).isTrue();

    assertThat(rig.results()).containsExactly("a [-90,10)#1 count=1 sum=1");
    rig.fireDue();
    assertThat(rig.results()).hasSize(9);
  }

  @Test
  void givenResult_whenPutOut_thenItsValueIsTheIntervalOfIso8601() {
    var rig = rig(Windows.tumbling(Duration.ofMinutes(1)));
    rig.record("a", 1, 1);

    Effect effect = rig.fire("a", 60_000);

    assertThat(effect.outputs().get(0).value().toStringUtf8())
        .isEqualTo("1970-01-01T00:00:00Z/1970-01-01T00:01:00Z");
    assertThat(effect.outputs().get(0).fields().toString())
        .isEqualTo(
            "{count=1, sum.n=1, window.end=1970-01-01T00:01:00Z, window.revision=1,"
                + " window.start=1970-01-01T00:00:00Z}");
  }

  @Test
  void givenWindowsThatMakeNoSense_whenDeclared_thenRefusedWithTheReason() {
    assertThatThrownBy(() -> Windows.tumbling(Duration.ZERO))
        .hasMessage("size: PT0S (expected: 1 ms to 10000 days, in whole milliseconds)");
    assertThatThrownBy(() -> Windows.tumbling(Duration.ofNanos(1_500_000)))
        .hasMessageStartingWith("size: PT0.0015S");
    assertThatThrownBy(() -> Windows.session(Duration.ofDays(10_001)))
        .hasMessageStartingWith("gap: PT240024H");
    assertThatThrownBy(() -> Windows.session(ms(1)).lateness(ms(-1)))
        .hasMessage("lateness: PT-0.001S (expected: 0 ms to 10000 days, in whole milliseconds)");
    assertThatThrownBy(() -> Windows.sliding(ms(10), ms(11)))
        .hasMessage("slide: PT0.011S (expected: at most the size, PT0.01S, or records get lost)");
    assertThatThrownBy(() -> Windows.tumbling(ms(1)).openMax(0))
        .hasMessage("openMax: 0 (expected: 1 to 100000)");
    assertThatThrownBy(() -> Windows.sliding(ms(1_001), ms(1)).aggregate(SUMS))
        .hasMessage(
            "sliding 1001 ms by 1 ms: a record is in 1001 windows (expected: at most openMax,"
                + " 1000)");
    List<Aggregate> many =
        List.of(topK("a", 100), topK("b", 100), topK("c", 100), topK("d", 100), topK("e", 100));
    assertThatThrownBy(
            () -> Windows.tumbling(ms(1)).aggregate(Aggregates.of(many.toArray(new Aggregate[0]))))
        .hasMessageContaining(": 1005 fields (expected: at most 997)");
  }
}
