// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.read;

import java.io.IOException;
import java.util.Optional;

/** Reads a file that is one document, as it is or as a page of HTML. */
final class PlainText {
  private PlainText() {}

  static void read(Piece piece, boolean isHtml) throws IOException {
    if (piece.start().record() > 0) {
      return;
    }
    String name = piece.path();
    Position next = piece.start().at(1, 0);
    byte[] raw = piece.readRaw();
    if (piece.isTooLarge(name, raw.length)) {
      return;
    }
    if (isHtml) {
      page(piece, name, raw, Optional.empty(), new Extras(), next);
    } else {
      text(piece, name, raw, Optional.empty(), new Extras(), next);
    }
  }

  /** Tells of a text. */
  static void text(
      Piece piece, String name, byte[] raw, Optional<String> http, Extras extras, Position next) {
    Optional<DecodedText> text = DecodedText.decode(raw, http, false);
    if (text.isEmpty()) {
      piece.notText(name);
      return;
    }
    piece.document(
        name,
        text.get().text(),
        raw.length,
        text.get().badBytes(),
        text.get().note(extras).fields(),
        next);
  }

  /** Tells of a page's main text. */
  static void page(
      Piece piece, String name, byte[] raw, Optional<String> http, Extras extras, Position next) {
    Optional<DecodedText> html = DecodedText.decode(raw, http, true);
    if (html.isEmpty()) {
      piece.notText(name);
      return;
    }
    HtmlText page = HtmlText.of(html.get().text());
    piece.document(
        name,
        page.text(),
        raw.length,
        html.get().badBytes(),
        html.get().note(extras.title(page.title())).fields(),
        next);
  }
}
