// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.near;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.millrace.corpus.document.DocumentId;
import io.millrace.corpus.near.Message.Probe;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageTest {
  private static final DocumentId ID = new DocumentId(1, 2);
  private static final Rank RANK = new Rank(3, 4, 5, 6, 7);
  private static final ByteString SHINGLES = ByteString.copyFromUtf8("shingles");

  /** What versions without thresholds wrote. */
  private static final String PROBE_BEFORE =
      "f9" + "0100000000000000" + "0200000000000000" + "0304050c07" + "087368696e676c6573";

  private static final String STATE_BEFORE =
      "03" + "0173" + "0170" + "0809" + "0304050c07" + "087368696e676c6573" + "0105";

  private static ByteString bytes(String hex) {
    return ByteString.copyFrom(HexFormat.of().parseHex(hex));
  }

  @Test
  void givenTheFormWithoutThreshold_whenDecoded_thenTheJobsOwnHolds() {
    var probe = new Probe(ID, RANK, SHINGLES, 0);

    assertThat(Message.decode(bytes(PROBE_BEFORE))).isEqualTo(probe);
    assertThat(probe.encode()).isEqualTo(bytes(PROBE_BEFORE));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.7, 0.85, 1})
  void givenAThreshold_whenEncoded_thenDecodedAndNoText(double threshold) {
    var probe = new Probe(ID, RANK, SHINGLES, threshold);

    assertThat(Message.isMessage(probe.encode())).isTrue();
    assertThat(probe.encode().isValidUtf8()).isFalse();
    assertThat(probe.encode().byteAt(0) & 0xff).isEqualTo(0xF6);
    assertThat(Message.decode(probe.encode())).isEqualTo(probe);
    assertThatThrownBy(() -> Message.decode(probe.encode().substring(0, 30)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void givenTheStateWithoutThreshold_whenDecoded_thenTheJobsOwnHolds() {
    DocState before = DocState.decode(bytes(STATE_BEFORE));

    assertThat(before)
        .isEqualTo(
            new DocState("s", "p", 8, 9, RANK, SHINGLES, 0).standing(DocState.Standing.REMOVED, 5));
    assertThat(before.encode()).isEqualTo(bytes(STATE_BEFORE));
  }

  @Test
  void givenAState_whenItsStandingChanges_thenItsThresholdStays() {
    DocState state =
        new DocState("s", "p", 8, 9, RANK, SHINGLES, 0.9).standing(DocState.Standing.REMOVED, 1);

    assertThat(DocState.decode(state.encode())).isEqualTo(state);
    assertThat(DocState.decode(state.encode()).threshold()).isEqualTo(0.9);
  }

  @ParameterizedTest
  @CsvSource({"0, true", "0.7, true", "0.84, true", "0.86, false", "1, false"})
  void givenThresholds_whenCompared_thenTheOneOfWhoAsksHolds(double threshold, boolean linked) {
    var shingler = new Shingler(NearSettings.DEFAULT.shingleWords());
    var document = new DocState("s", "p", 8, 9, RANK, shingler.shingles(words(0, 204)).encode(), 1);
    var probe = new Probe(ID, RANK, shingler.shingles(words(0, 174)).encode(), threshold);

    Comparison found = Comparison.of(new DocumentId(5, 5), document, probe, NearSettings.DEFAULT);

    assertThat(found.jaccard()).isEqualTo(0.85);
    assertThat(found.sent()).hasSize(linked ? 1 : 0);
  }

  private static String words(int from, int to) {
    var text = new StringBuilder();
    for (int n = from; n < to; n++) {
      text.append("word").append(n).append(' ');
    }
    return text.toString();
  }
}
