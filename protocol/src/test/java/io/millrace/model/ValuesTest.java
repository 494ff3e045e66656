// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.protobuf.ByteString;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class ValuesTest {
  private static final ByteString KEY = ByteString.copyFromUtf8("key");

  @Test
  void givenPartitionId_whenWrittenAsText_thenParsedBack() {
    var id = new PartitionId(new UUID(1, 2), 30);

    assertThat(PartitionId.parse(id.toString())).isEqualTo(id);
    assertThatIllegalArgumentException().isThrownBy(() -> PartitionId.parse("nonsense"));
    assertThatIllegalArgumentException().isThrownBy(() -> new PartitionId(id.job(), -1));
  }

  @Test
  void givenProducer_whenOpenedAgain_thenOnlyAFreshOpeningStartsAnIncarnation() {
    var first = ProducerEpoch.NONE.next(false);
    var resumed = first.next(false);
    var fresh = resumed.next(true);

    assertThat(first).isEqualTo(new ProducerEpoch(1, 1));
    assertThat(resumed).isEqualTo(new ProducerEpoch(2, 1));
    assertThat(fresh).isEqualTo(new ProducerEpoch(3, 3));
    assertThatIllegalArgumentException().isThrownBy(() -> new ProducerEpoch(1, 2));
  }

  @Test
  void givenEpochs_whenCompared_thenTheNextOneIsGreater() {
    assertThat(Epoch.NONE.next()).isEqualTo(new Epoch(1)).isGreaterThan(Epoch.NONE);
    assertThatIllegalArgumentException().isThrownBy(() -> new Epoch(-1));
  }

  @Test
  void givenRangeAcrossTheSignBit_whenAsked_thenTokensAreUnsigned() {
    var range = new TokenRange(Integer.MAX_VALUE, Integer.MIN_VALUE);

    assertThat(range.contains(Integer.MAX_VALUE)).isTrue();
    assertThat(range.contains(Integer.MIN_VALUE)).isTrue();
    assertThat(range.contains(0)).isFalse();
    assertThat(range.contains(-1)).isFalse();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TokenRange(-1, 0))
        .withMessageContaining("4294967295");
  }

  @Test
  void givenValuesOutOfRange_whenMade_thenRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DataRecord(0, KEY, KEY, 0, Fields.EMPTY))
        .withMessageContaining("sequence: 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DataRecord(1, ByteString.EMPTY, KEY, 0, Fields.EMPTY))
        .withMessageContaining("key: empty");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new StateChange(KEY, false, KEY))
        .withMessageContaining("state: 3 bytes");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ProducerMark("p", ProducerEpoch.NONE, -1));
  }
}
