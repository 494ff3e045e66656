// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.EmbeddedSettings;
import io.millrace.Millrace;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Runs the function of docs/map.md. */
@Timeout(120)
final class BatchMapTest {
  private static final List<String> TEXTS = List.of("the cat", "", " and the dog ");

  @Test
  void givenTexts_whenMapped_thenTheirWordsAreCounted() {
    assertThat(BatchMap.inOrder(TEXTS)).containsExactly(2L, 0L, 3L);
  }

  @Test
  void givenTexts_whenMappedWithOptions_thenNoneFails() {
    try (var millrace = Millrace.embedded(EmbeddedSettings.of(new BatchMap.Words().job()))) {
      assertThat(BatchMap.withOptions(millrace, TEXTS)).isEmpty();
    }
  }
}
