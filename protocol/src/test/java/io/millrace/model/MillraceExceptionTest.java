// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.model;

import static io.millrace.model.MillraceException.Kind.CORRUPT;
import static io.millrace.model.MillraceException.Kind.UNAVAILABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;

final class MillraceExceptionTest {
  @Test
  void givenFacts_whenRead_thenTheyStandInTheOrderTheyWereAdded() {
    var failure =
        MillraceException.of(CORRUPT, "block checksum mismatch")
            .with("partition", "p-0")
            .with("offset", 17L)
            .with("expected", null)
            .with("actual", 3);

    assertThat(failure)
        .hasMessage("block checksum mismatch: partition=p-0, offset=17, expected=null, actual=3");
    assertThat(failure.facts().keySet())
        .containsExactly("partition", "offset", "expected", "actual");
    assertThat(failure.kind()).isEqualTo(CORRUPT);
  }

  @Test
  void givenFacts_whenAReaderChangesThem_thenRefused() {
    var facts = MillraceException.of(CORRUPT, "text").with("a", 1).facts();

    assertThatThrownBy(() -> facts.put("b", "2")).isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void givenCause_whenWrapped_thenItIsKept() {
    var cause = new IOException("disk");

    var failure = MillraceException.of(UNAVAILABLE, "store unreachable", cause);

    assertThat(failure).hasMessage("store unreachable").hasCause(cause);
  }
}
