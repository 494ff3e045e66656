// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.partition;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PartitionSettingsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          block-bytes = 10              | block-bytes: 10            | 1024 to 4194304
          block-records = 0             | block-records: 0           | 1 to 1000000
          linger = 11 s                 | linger: 11000 ms | 0 to 10000 ms
          busy-bytes = 2 MiB            | busy-bytes: 2097152        | 0 to 524288
          fill-wait = 1 minute          | fill-wait: 60000 ms | 0 to 10000 ms
          in-flight-blocks-max = 65     | in-flight-blocks-max: 65   | 1 to 64
          uncommitted-bytes-max = 1 KiB | uncommitted-bytes-max: 1024 | 524288 to 1073741824
          output-bytes-max = 17 MiB     | output-bytes-max: 17825792 | 1024 to 16777216
          commit-timeout = 0            | commit-timeout: 0 ms | 1 to 3600000 ms
          retry-min = 0                 | retry-min: 0 ms | 1 to 60000 ms
          retry-max = 1 ms              | retry-max: 1 ms | 50 to 600000 ms
          recovery-page-bytes = 1       | recovery-page-bytes: 1     | 1024 to 1073741824
          stash-max = 0                 | stash-max: 0               | 1 to 1000000
          hand-over-wait = 61 s         | hand-over-wait: 61000 ms | 0 to 60000 ms
          retain-age = 1 ms             | retain-age: 1 ms | 1000 to 3153600000000 ms
          retain-bytes = 1 KiB          | retain-bytes: 1024         | 1048576 to 9223372036854775807
          retain-check-interval = 1 ms  | retain-check-interval: 1 ms | 10 to 86400000 ms
          index.fields-max = 241        | index.fields-max: 241      | 0 to 240
          index.prefix-bytes = 7        | index.prefix-bytes: 7      | 8 to 1024
          index.false-positive-rate = 1 | index.false-positive-rate: 1.0 | 0.00001 to 0.2
          index.key-false-positive-rate = 0 | index.key-false-positive-rate: 0.0 | 0.00001 to 0.2
          """)
  void givenWrongValue_whenRead_thenKeyValueAndExpectedAreNamed(
      String setting, String keyAndValue, String expected) {
    assertThatThrownBy(() -> CoreRig.settings(setting))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("millrace.partition." + keyAndValue)
        .hasMessageContaining("(expected: " + expected + ")");
  }
}
