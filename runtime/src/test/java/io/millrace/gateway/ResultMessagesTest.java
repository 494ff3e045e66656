// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.millrace.model.DataRecord;
import io.millrace.model.Fields;
import io.millrace.model.ResultRecord;
import io.millrace.query.Located;
import io.millrace.v1.FieldValue;
import io.millrace.v1.Result;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ResultMessagesTest {
  private static final ByteString NO_TEXT = ByteString.copyFrom(new byte[] {-1, 0});

  private static Located located(int index, ByteString key, ByteString value, long eventTimeMs) {
    var result = new ResultRecord("side", key, value, eventTimeMs, Fields.of("f", 1));
    return new Located(3, 17, index, result);
  }

  private static ByteString text(String text) {
    return ByteString.copyFromUtf8(text);
  }

  @Test
  void givenResult_whenAskedAsText_thenTextWhereItIsTextAndBytesWhereNot() {
    Result both = ResultMessages.message(located(4, text("kä"), text("v"), 12), true);
    Result mixed = ResultMessages.message(located(4, NO_TEXT, text("v"), 12), true);
    Result bytes = ResultMessages.message(located(4, text("k"), text("v"), 12), false);

    assertThat(both.getKeyText()).isEqualTo("kä");
    assertThat(both.getValueText()).isEqualTo("v");
    assertThat(mixed.getKey()).isEqualTo(NO_TEXT);
    assertThat(mixed.hasKeyText()).isFalse();
    assertThat(mixed.getValueText()).isEqualTo("v");
    assertThat(bytes.getKey()).isEqualTo(text("k"));
    assertThat(bytes.getValue()).isEqualTo(text("v"));
  }

  @Test
  void givenResult_whenMadeAMessage_thenPlaceTagFieldsAndTimeAreThere() {
    Result timed = ResultMessages.message(located(4, text("k"), text("v"), 12), true);
    Result timeless =
        ResultMessages.message(located(4, text("k"), text("v"), DataRecord.NO_EVENT_TIME), true);

    assertThat(timed.getPosition().getPartition()).isEqualTo(3);
    assertThat(timed.getPosition().getBlock()).isEqualTo(17);
    assertThat(timed.getPosition().getIndex()).isEqualTo(4);
    assertThat(timed.getTag()).isEqualTo("side");
    assertThat(timed.getFieldsMap())
        .isEqualTo(Map.of("f", FieldValue.newBuilder().setLong(1).build()));
    assertThat(timed.getEventTimeMs()).isEqualTo(12);
    assertThat(timeless.hasEventTimeMs()).isFalse();
  }

  @Test
  void givenManyResults_whenSplit_thenPagesKeepOrderAndSize() {
    List<Located> results =
        IntStream.range(0, 50)
            .mapToObj(i -> located(i, text("k"), ByteString.copyFrom(new byte[100]), 1))
            .toList();

    List<List<Result>> pages = ResultMessages.pages(results, false, 1_000);

    assertThat(pages).hasSizeGreaterThan(4);
    assertThat(pages)
        .allSatisfy(
            page ->
                assertThat(page.stream().mapToInt(Result::getSerializedSize).sum())
                    .isLessThanOrEqualTo(1_000));
    assertThat(pages.stream().flatMap(List::stream).map(r -> r.getPosition().getIndex()))
        .containsExactlyElementsOf(IntStream.range(0, 50).boxed().toList());
  }

  @Test
  void givenResultLargerThanAPage_whenSplit_thenItGoesAlone() {
    Located wide = located(0, text("k"), ByteString.copyFrom(new byte[5_000]), 1);
    Located slim = located(1, text("k"), text("v"), 1);

    assertThat(ResultMessages.pages(List.of(slim, wide, slim), false, 1_000))
        .extracting(List::size)
        .containsExactly(1, 1, 1);
    assertThat(ResultMessages.pages(List.of(), false, 1_000)).isEmpty();
  }
}
