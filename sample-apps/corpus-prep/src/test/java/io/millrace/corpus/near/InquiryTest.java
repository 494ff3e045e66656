// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.near;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.millrace.corpus.document.DocumentId;
import io.millrace.corpus.near.DocState.Standing;
import io.millrace.corpus.near.Finding.Known;
import io.millrace.corpus.near.Finding.Neighbour;
import io.millrace.corpus.near.Finding.Neighbours;
import io.millrace.corpus.near.Finding.Placed;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Questions to the job and its answers: their bytes, and what states say. */
class InquiryTest {
  private static final NearSettings SETTINGS = NearSettings.DEFAULT;
  private static final DocumentId ONE = new DocumentId(-1, 5);
  private static final DocumentId OTHER = new DocumentId(3, Long.MIN_VALUE);

  private final Shingler shingler = new Shingler(SETTINGS.shingleWords());
  private final MinHash hash = new MinHash(SETTINGS.bands() * SETTINGS.rows());

  private static String words(int from, int to) {
    var text = new StringBuilder();
    for (int i = from; i < to; i++) {
      text.append("word").append(i).append(' ');
    }
    return text.toString();
  }

  private Resident resident(DocumentId id, String text, int band) {
    int[] signature = hash.signature(shingler.shingles(text));
    return Resident.of(id, signature, Bands.of(signature, SETTINGS), band);
  }

  @Test
  void comeBackAsTheyWere() {
    var bytes = ByteString.copyFrom(new byte[] {0, -1, 7});
    List<Inquiry> inquiries =
        List.of(
            new Inquiry.Similar(bytes),
            new Inquiry.Compared(ByteString.EMPTY),
            new Inquiry.Place());
    List<Finding> findings =
        List.of(
            new Neighbours(List.of()),
            new Neighbours(List.of(new Neighbour(ONE, 0.5), new Neighbour(OTHER, 1))),
            new Known(Standing.KEPT, "quelle", "pfad/ä", 0.25),
            new Known(Standing.REMOVED, "", "", 1),
            new Known(Standing.TAKEN_DOWN, "", "", 0),
            new Finding.Unknown(),
            new Placed(ONE, 0, Optional.empty()),
            new Placed(OTHER, 1L << 40, Optional.of(ONE)));

    for (Inquiry inquiry : inquiries) {
      assertThat(Inquiry.decode(inquiry.encode())).isEqualTo(inquiry);
    }
    for (Finding finding : findings) {
      assertThat(Finding.decode(finding.encode())).isEqualTo(finding);
    }
  }

  @Test
  void refuseWhatTheyAreNot() {
    ByteString question = new Inquiry.Similar(ByteString.copyFromUtf8("abc")).encode();
    ByteString answer = new Known(Standing.KEPT, "s", "p", 0.25).encode();

    for (int size = 0; size < question.size(); size++) {
      ByteString cut = question.substring(0, size);
      assertThatThrownBy(() -> Inquiry.decode(cut)).isInstanceOf(IllegalArgumentException.class);
    }
    for (int size = 0; size < answer.size(); size++) {
      ByteString cut = answer.substring(0, size);
      assertThatThrownBy(() -> Finding.decode(cut)).isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> Inquiry.decode(ByteString.copyFrom(new byte[] {9, 1, 0})))
        .hasMessageContaining("version 9 (expected: 1)");
    assertThatThrownBy(() -> Finding.decode(ByteString.copyFrom(new byte[] {1, 77})))
        .hasMessageContaining("form 77");
    assertThatThrownBy(() -> Inquiry.decode(question.concat(question)))
        .hasMessageContaining("behind the end");
  }

  @Test
  void givenResidents_whenAsked_thenOnlySimilarOnesAreNamedWithAnEstimate() {
    String text = words(0, 300);
    Residents residents =
        Residents.NONE
            .with(resident(ONE, text, 3), 64)
            .with(resident(OTHER, words(1_000, 1_300), 3), 64);
    var asking = new Inquiry.Similar(resident(new DocumentId(9, 9), text + "and more", 3).bytes());

    Neighbours found = Answering.similar(residents, asking, 3, SETTINGS);

    assertThat(found.list())
        .singleElement()
        .satisfies(
            one -> {
              assertThat(one.id()).isEqualTo(ONE);
              assertThat(one.estimate()).isBetween(0.9, 1.0);
            });
    assertThatThrownBy(() -> Answering.similar(residents, asking, 4, SETTINGS))
        .hasMessageContaining("resident");
  }

  @Test
  void givenDocument_whenCompared_thenExactUnlessItWasTakenDown() {
    ShingleSet own = shingler.shingles(words(0, 100));
    ShingleSet asking = shingler.shingles(words(0, 120));
    var rank = new Rank(0, 1, 1, 1, 1);
    var document = new DocState("s", "p", 1, 1, rank, own.encode(), 0);
    var compared = new Inquiry.Compared(asking.encode());

    assertThat(Answering.compared(document, compared))
        .isEqualTo(new Known(Standing.KEPT, "s", "p", own.jaccard(asking)));
    assertThat(Answering.compared(DocState.takenDown(), compared))
        .isEqualTo(new Known(Standing.TAKEN_DOWN, "", "", 0));
    assertThat(Answering.alone(ONE)).isEqualTo(new Placed(ONE, 0, Optional.empty()));
  }
}
