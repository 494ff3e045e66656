// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.millrace.model.DataRecord;
import io.millrace.model.Fields;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.millrace.model.PackedRecords;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SequenceCheckTest {
  private static PackedRecords records(long... sequences) {
    return PackedRecords.copyOf(
        LongStream.of(sequences)
            .mapToObj(
                s ->
                    new DataRecord(
                        s,
                        ByteString.copyFromUtf8("k"),
                        ByteString.EMPTY,
                        DataRecord.NO_EVENT_TIME,
                        Fields.EMPTY))
            .toList());
  }

  private static void assertRefused(SequenceCheck check, String text, String expected, long... s) {
    assertThatThrownBy(() -> check.check(records(s)))
        .isInstanceOfSatisfying(
            MillraceException.class, e -> assertThat(e.kind()).isEqualTo(Kind.CALLER))
        .hasMessageContaining(text)
        .hasMessageContaining("field=batch.records.sequence")
        .hasMessageContaining("value=" + s[s.length - 1])
        .hasMessageContaining("expected=" + expected);
  }

  @Test
  void givenSequencesThatCountUp_whenChecked_thenTheyPassOverBatches() {
    var check = new SequenceCheck(1);

    assertThatCode(
            () -> {
              check.check(records(1, 2));
              check.check(records(3));
              check.check(records(4, 5));
            })
        .doesNotThrowAnyException();
  }

  @Test
  void givenNothingCommitted_whenFirstSequenceIsNotOne_thenRefused() {
    assertRefused(new SequenceCheck(1), "first sequence leaves a gap", "1 to 1", 2);
  }

  @Test
  void givenCommittedRecords_whenStreamBeginsAtOrBelowTheNext_thenItPasses() {
    for (long first = 1; first <= 8; first++) {
      var check = new SequenceCheck(8);
      long from = first;
      assertThatCode(() -> check.check(records(from, from + 1))).doesNotThrowAnyException();
    }
    assertRefused(new SequenceCheck(8), "first sequence leaves a gap", "1 to 8", 9);
  }

  @Test
  void givenAnswersOutOfOrder_whenOnlyTheUnansweredComeAgain_thenGapsUpToTheCommittedPass() {
    var check = new SequenceCheck(8);

    assertThatCode(() -> check.check(records(2, 5, 8, 9))).doesNotThrowAnyException();
    assertRefused(check, "sequence leaves a gap", "10", 11);
  }

  @Test
  void givenGapThatReachesPastTheCommitted_whenChecked_thenRefused() {
    assertRefused(new SequenceCheck(8), "sequence leaves a gap", "6", 5, 9);
  }

  @Test
  void givenSequenceThatGoesBackOrRepeats_whenChecked_thenRefused() {
    assertRefused(new SequenceCheck(8), "sequence goes back", "6", 5, 4);
    assertRefused(new SequenceCheck(8), "sequence goes back", "6", 5, 5);
    assertRefused(new SequenceCheck(1), "sequence goes back", "4", 1, 2, 3, 2);
  }
}
