// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.message.FieldMessages;
import io.millrace.model.Fields;
import io.millrace.v1.Result;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ResultJsonTest {
  @Test
  void givenTimes_whenPrinted_thenTheyAreIso8601InUtc() {
    Fields fields =
        Fields.builder()
            .put("at", Instant.parse("2023-11-14T22:13:20.123Z"))
            .put("before", Instant.parse("1969-12-31T23:59:59Z"))
            .put("tiny", 1e-7)
            .build();
    var result =
        Result.newBuilder()
            .setKeyText("k")
            .setValueText("v")
            .putAllFields(FieldMessages.messages(fields))
            .build();

    assertThat(ResultJson.line(result))
        .isEqualTo(
            "{\"position\":\"0:0:0\",\"key\":\"k\",\"value\":\"v\",\"fields\":"
                + "{\"at\":\"2023-11-14T22:13:20.123Z\",\"before\":\"1969-12-31T23:59:59Z\","
                + "\"tiny\":1.0E-7}}");
  }
}
