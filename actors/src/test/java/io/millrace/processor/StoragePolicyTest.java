// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.skip.SkipSettings;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StoragePolicyTest {
  private static Job job() {
    return Job.of("words", () -> (record, context) -> Effect.none());
  }

  @Test
  void givenJob_whenFieldsAreIndexed_thenInOrderOnceAndTheRestStays() {
    Job job = job().withIndexed("user", "lang", "user").withPartitions(3).withVersion(2);

    assertThat(job.storage().indexed()).containsExactly("lang", "user");
    assertThat(job.at(job.graph().source()).storage()).isEqualTo(job.storage());
    assertThat(job().storage()).isEqualTo(StoragePolicy.DEFAULT);
  }

  @Test
  void givenRetention_whenFieldsAreIndexedToo_thenBothHold() {
    StoragePolicy policy =
        StoragePolicy.DEFAULT
            .withRetainAge(Duration.ofDays(7))
            .withRetainBytes(1 << 30)
            .withProducerRetention(Duration.ofDays(3))
            .withIndexed(List.of("user"));

    assertThat(policy)
        .isEqualTo(
            new StoragePolicy(List.of("user"), Duration.ofDays(7), 1 << 30, Duration.ofDays(3)));
  }

  @Test
  void givenMoreThanTheIndexTakes_whenMade_thenRefusedNamingTheMost() {
    String[] many = IntStream.range(0, 17).mapToObj(i -> "f" + i).toArray(String[]::new);

    assertThat(StoragePolicy.INDEXED_MAX).isEqualTo(SkipSettings.DECLARED_MAX);
    assertThatThrownBy(() -> job().withIndexed(many))
        .hasMessageContaining("indexed: 17 fields (expected: at most 16)");
    assertThatThrownBy(() -> job().withIndexed(""))
        .hasMessageContaining("indexed: '' (expected: the name of a field");
  }

  @Test
  void givenRetentionOutOfRange_whenMade_thenRefused() {
    assertThatThrownBy(() -> StoragePolicy.DEFAULT.withRetainAge(Duration.ofMillis(999)))
        .hasMessageContaining("retainAge: PT0.999S (expected: 1 s to");
    assertThatThrownBy(() -> StoragePolicy.DEFAULT.withProducerRetention(Duration.ofDays(36_501)))
        .hasMessageContaining("producerRetention: PT876024H (expected: 1 ms to 36,500 days");
    assertThatThrownBy(() -> StoragePolicy.DEFAULT.withRetainBytes(1_000))
        .hasMessageContaining("retainBytes: 1000 (expected: 1048576 up, or 0)");
  }
}
