// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus;

import com.google.protobuf.ByteString;
import io.millrace.corpus.document.DocumentId;
import io.millrace.corpus.near.DocState;
import io.millrace.corpus.near.DocState.Standing;
import io.millrace.corpus.near.Message.Demote;
import io.millrace.corpus.near.Message.Promote;
import io.millrace.corpus.near.Message.TakeDown;
import io.millrace.corpus.near.Sent;
import io.millrace.corpus.near.Summary;
import io.millrace.model.DataRecord;
import io.millrace.model.Fields;
import io.millrace.model.FieldsBuilder;
import io.millrace.processor.Effect;
import java.util.Optional;

/** What comes of it when a kept document has to go, comes back, or is taken down. */
final class Departures {
  /** Field of what comes of a takedown: what the person said. */
  static final String TAKEDOWN_REASON = "takedown_reason";

  /** Field of what comes of a takedown: how the document stood before. */
  static final String WAS = "was";

  /** Value of {@link #WAS} of a document that was never kept. */
  static final String NEVER_KEPT = "never_kept";

  /**
   * Side output of clusters of which none can come back: documents are left of them, and the root
   * remembers none. The key is the root's node; fields {@code cluster} and {@link #LIVING}.
   */
  static final String EXHAUSTED = "exhausted";

  /** Field of {@link #EXHAUSTED}: documents that were not taken down, as far as is known. */
  static final String LIVING = "living";

  private Departures() {}

  /** A better one is near. */
  static Effect demoted(DocumentId id, DocState document, Demote demote) {
    long turn = demote.self().turn();
    if (document.isTakenDown() || turn <= document.turn()) {
      return Effect.builder().build();
    }
    var effect = Effect.builder().setState(document.standing(Standing.REMOVED, turn).encode());
    if (!document.isKept()) {
      return effect.build();
    }
    Fields facts =
        facts(id, document, Removal.NEAR_DUPLICATE)
            .put(DocumentsProcessor.KEPT_HASH, demote.winner().toString())
            .put(DocumentsProcessor.CLUSTER, demote.root().toString())
            .put(DocumentsProcessor.MATCH, demote.self().match().toString())
            .put(DocumentsProcessor.JACCARD, demote.self().jaccard())
            .build();
    return effect
        .emit(ByteString.EMPTY, facts)
        .emitTo(DocumentsProcessor.REMOVED, ByteString.EMPTY, facts)
        .build();
  }

  private static FieldsBuilder facts(DocumentId id, DocState document, Removal why) {
    return Fields.builder()
        .put(DocumentsProcessor.STATUS, DocumentsProcessor.REMOVED)
        .put(DocumentsProcessor.REASON, why.label())
        .put(DocumentFields.SOURCE, document.source())
        .put(DocumentFields.PATH, document.path())
        .put(DocumentsProcessor.BYTES, document.bytes())
        .put(DocumentsProcessor.TOKENS, document.tokens())
        .put(DocumentsProcessor.HASH, id.toString());
  }

  /** The better one was taken down: asks for the text, unless the document stays anyway. */
  static Effect promoted(DocumentId id, DocState document, Promote promote) {
    if (document.isTakenDown() || promote.turn() <= document.turn()) {
      return Effect.builder().build();
    }
    var effect =
        Effect.builder().setState(document.standing(document.standing(), promote.turn()).encode());
    if (!document.isKept()) {
      ByteString wanted = new Wanted(promote.turn()).encode();
      effect.emitTo(Looped.TAG, new Looped(id.bytes(), wanted).encode());
    }
    return effect.build();
  }

  /** The text of a document that stays after all, unless it was told to go once more meanwhile. */
  static Effect cameBack(DataRecord text, DocState document) {
    long turn = text.fields().longValue(DocumentFields.PROMOTED).orElseThrow();
    if (document.standing() != Standing.REMOVED || document.turn() != turn) {
      return Effect.builder().build();
    }
    if (text.value().isEmpty()) {
      return Effect.builder().emitTo(EXHAUSTED, ByteString.EMPTY, Fields.of(LIVING, 1L)).build();
    }
    return Effect.builder()
        .emit(text.value(), text.fields())
        .setState(document.standing(Standing.KEPT, turn).encode())
        .build();
  }

  /** A person takes it down. What was said is noted, each time, so that requests can be counted. */
  static Effect takenDown(DocumentId id, Optional<DocState> state, TakeDown takeDown) {
    var effect =
        Effect.builder()
            .send(CorpusPrep.NOTES, id.bytes(), ByteString.copyFromUtf8(takeDown.reason()));
    if (state.filter(DocState::isTakenDown).isPresent()) {
      return effect.build();
    }
    DocState left = DocState.takenDown();
    String was =
        state
            .map(s -> s.isKept() ? DocumentsProcessor.KEPT : DocumentsProcessor.REMOVED)
            .orElse(NEVER_KEPT);
    Fields facts =
        facts(id, state.orElse(left), Removal.TAKEN_DOWN)
            .put(TAKEDOWN_REASON, takeDown.reason())
            .put(WAS, was)
            .build();
    effect
        .emit(ByteString.EMPTY, facts)
        .emitTo(DocumentsProcessor.REMOVED, ByteString.EMPTY, facts)
        .setState(left.encode());
    if (state.isPresent()) {
      effect.emitTo(Looped.TAG, Looped.of(Sent.gone(id)).encode());
    }
    return effect.build();
  }

  /** Tells of a cluster of which none can come back. */
  static void tellExhausted(DocumentId root, Summary summary, Effect.Builder effect) {
    if (summary.isExhausted()) {
      Fields facts =
          Fields.of(DocumentsProcessor.CLUSTER, root.toString(), LIVING, summary.living());
      effect.emitTo(EXHAUSTED, ByteString.EMPTY, facts);
    }
  }
}
