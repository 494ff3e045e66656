// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus;

import com.google.protobuf.ByteString;
import io.millrace.model.DataRecord;
import io.millrace.model.FieldsBuilder;
import io.millrace.processor.Context;
import io.millrace.processor.Effect;
import io.millrace.processor.Processor;
import java.util.HexFormat;

/**
 * Keeps one document of each text. A record's key is the {@link Fingerprint} of its value, so all
 * documents with one text meet here; its state says which of them stayed. Each record puts out
 * exactly one result: the text itself, or a note of its removal in the side output {@link
 * #REMOVED}.
 */
final class CorpusProcessor implements Processor {
  /** The least a document may have. Unit: Unicode characters of the normalised text. */
  static final int CHARACTERS_MIN = 20;

  /** Side output of the documents that did not stay. */
  static final String REMOVED = "removed";

  /** Field of a removal: the label of a {@link Removal}. */
  static final String REASON = "reason";

  /** Field of a kept document: size of the text. Unit: bytes. */
  static final String BYTES = "bytes";

  /** Field of a kept document: {@link TokenCounter}'s tokens. */
  static final String TOKENS = "tokens";

  @Override
  public Effect process(DataRecord record, Context context) {
    ByteString text = record.value();
    FieldsBuilder facts = record.fields().toBuilder();
    if (text.isEmpty()) {
      return removed(Removal.EMPTY, facts);
    }
    var document =
        new KeptDocument(fact(record, DocumentFields.SOURCE), fact(record, DocumentFields.PATH));
    if (context.state().isPresent()) {
      KeptDocument kept = KeptDocument.decode(context.state().get());
      facts.put("kept_source", kept.source());
      facts.put("kept_path", kept.path());
      return removed(kept.equals(document) ? Removal.SEEN_BEFORE : Removal.DUPLICATE, facts);
    }
    String characters = text.toStringUtf8();
    if (characters.codePointCount(0, characters.length()) < CHARACTERS_MIN) {
      return removed(Removal.TOO_SHORT, facts);
    }
    facts.put(BYTES, text.size());
    facts.put(TOKENS, TokenCounter.count(characters));
    facts.put("hash", HexFormat.of().formatHex(record.key().toByteArray()));
    return Effect.builder().emit(text, facts.build()).setState(document.encode()).build();
  }

  private static Effect removed(Removal why, FieldsBuilder facts) {
    facts.put(REASON, why.label());
    return Effect.builder().emitTo(REMOVED, ByteString.EMPTY, facts.build()).build();
  }

  private static String fact(DataRecord record, String name) {
    return record.fields().text(name).orElse("");
  }
}
