// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus;

import com.google.protobuf.ByteString;
import io.millrace.corpus.document.DocumentId;
import io.millrace.corpus.near.Answering;
import io.millrace.corpus.near.Bands;
import io.millrace.corpus.near.ClusterNode;
import io.millrace.corpus.near.DocState;
import io.millrace.corpus.near.Finding;
import io.millrace.corpus.near.Inquiry;
import io.millrace.corpus.near.NearSettings;
import io.millrace.corpus.near.Residents;
import io.millrace.corpus.near.Sent;
import java.util.Optional;

/** Has the stages answer what a {@link DuplicateCheck} asks. */
final class Inquiries {
  private Inquiries() {}

  /** Of a document's key, or its node's. */
  static ByteString toDocuments(ByteString key, ByteString question, Optional<ByteString> state) {
    Inquiry inquiry = Inquiry.decode(question);
    DocumentId id = Sent.idOf(key);
    if (inquiry instanceof Inquiry.Place && Sent.isNodeKey(key)) {
      return state
          .map(
              bytes ->
                  States.decode(DocumentsProcessor.STAGE, key, () -> ClusterNode.decode(id, bytes)))
          .map(Answering::placed)
          .orElseGet(() -> Answering.alone(id))
          .encode();
    }
    if (inquiry instanceof Inquiry.Compared compared && !Sent.isNodeKey(key)) {
      Finding finding = new Finding.Unknown();
      if (state.isPresent()) {
        DocState document =
            States.decode(DocumentsProcessor.STAGE, key, () -> DocState.decode(state.get()));
        finding = Answering.compared(document, compared);
      }
      return finding.encode();
    }
    throw wrong(inquiry, DocumentsProcessor.STAGE);
  }

  /** Of a band's key. */
  static ByteString toBands(
      ByteString key, ByteString question, Optional<ByteString> state, NearSettings settings) {
    Inquiry inquiry = Inquiry.decode(question);
    if (!(inquiry instanceof Inquiry.Similar similar) || key.size() != Bands.KEY_BYTES) {
      throw wrong(inquiry, BandsProcessor.STAGE);
    }
    int band = Bands.bandOf(key);
    if (band < 0 || band >= settings.bands()) {
      throw new IllegalArgumentException(
          "band: " + band + " (expected: 0 to " + (settings.bands() - 1) + ")");
    }
    Residents residents =
        state
            .map(
                bytes ->
                    States.decode(
                        BandsProcessor.STAGE, key, () -> Residents.decode(bytes, band, settings)))
            .orElse(Residents.NONE);
    return Answering.similar(residents, similar, band, settings).encode();
  }

  private static IllegalArgumentException wrong(Inquiry inquiry, String stage) {
    return new IllegalArgumentException(
        "question: "
            + inquiry.getClass().getSimpleName()
            + " to a key of another kind in "
            + stage
            + " (expected: a question of that kind of key)");
  }
}
