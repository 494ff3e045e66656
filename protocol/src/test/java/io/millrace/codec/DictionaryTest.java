// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.codec;

import static io.millrace.model.MillraceException.Kind.CORRUPT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import io.millrace.model.MillraceException;
import org.junit.jupiter.api.Test;

final class DictionaryTest {
  private static final ByteString ABC = ByteString.copyFromUtf8("abc");

  @Test
  void givenBytes_whenMadeADictionary_thenItsIdIsTheStartOfTheirHash() {
    var dictionary = Dictionary.of(ABC);

    // The hash of "abc" is known to all: ba7816bf 8f01cfea ...
    assertThat(dictionary.id()).isEqualTo(0x3a7816bf);
    assertThat(new Dictionary(0x3a7816bf, ABC)).isEqualTo(dictionary);
  }

  @Test
  void givenOtherIdOrNoBytes_whenMadeADictionary_thenRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Dictionary(1, ABC))
        .withMessageContaining("expected: " + 0x3a7816bf);
    assertThatIllegalArgumentException().isThrownBy(() -> Dictionary.of(ByteString.EMPTY));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Dictionary.of(ByteString.copyFrom(new byte[Dictionary.BYTES_MAX + 1])));
  }

  @Test
  void givenNone_whenAskedForAny_thenCorrupt() {
    var refusal =
        catchThrowableOfType(MillraceException.class, () -> Dictionaries.NONE.find(7));

    assertThat(refusal.kind()).isEqualTo(CORRUPT);
    assertThat(refusal.facts()).containsEntry("actual", "7");
  }
}
