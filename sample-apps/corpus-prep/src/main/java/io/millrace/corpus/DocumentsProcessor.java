// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus;

import com.google.protobuf.ByteString;
import io.millrace.corpus.document.DocumentId;
import io.millrace.corpus.near.Bands;
import io.millrace.corpus.near.ClusterNode;
import io.millrace.corpus.near.Comparison;
import io.millrace.corpus.near.DocState;
import io.millrace.corpus.near.Message;
import io.millrace.corpus.near.Message.Adopt;
import io.millrace.corpus.near.Message.Compare;
import io.millrace.corpus.near.Message.Demote;
import io.millrace.corpus.near.Message.Link;
import io.millrace.corpus.near.Message.Probe;
import io.millrace.corpus.near.Message.Promote;
import io.millrace.corpus.near.Message.TakeDown;
import io.millrace.corpus.near.MinHash;
import io.millrace.corpus.near.NearSettings;
import io.millrace.corpus.near.Rank;
import io.millrace.corpus.near.Resident;
import io.millrace.corpus.near.Sent;
import io.millrace.corpus.near.ShingleSet;
import io.millrace.corpus.near.Shingler;
import io.millrace.model.DataRecord;
import io.millrace.model.Fields;
import io.millrace.model.FieldsBuilder;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.millrace.processor.Context;
import io.millrace.processor.Effect;
import io.millrace.processor.Processor;
import java.util.HexFormat;
import java.util.List;

/**
 * The stage {@code documents}. A document's key is the {@link Fingerprint} of its text, so all
 * documents with one text meet here, and one stays; it tells the stage {@code bands} of itself, and
 * is told by it, by way of the {@link Feedback}, with whom to compare itself. What two documents
 * say to each other comes back here as well; see {@link Message}. Beside a document's key there may
 * be its node's, which holds its place among the clusters.
 *
 * <p>Each document puts out one result: its text, or a note of its removal in the side output
 * {@link #REMOVED}. One that has to go later, because a better one is near, puts out two more: an
 * empty main result, and the note.
 */
final class DocumentsProcessor implements Processor {
  /** Name of the stage. */
  static final String STAGE = "documents";

  /** Side output of the documents that did not stay. */
  static final String REMOVED = "removed";

  /**
   * Side output of comparisons that showed some similarity. The key is one document, the value the
   * other one's 16 bytes.
   */
  static final String COMPARED = "compared";

  /** Field of main results: {@link #KEPT}, or {@link #REMOVED} for a document that went later. */
  static final String STATUS = "status";

  /** Status of a document that stays, as long as no other result of its key says otherwise. */
  static final String KEPT = "kept";

  /** Field of a removal: the label of a {@link Removal}. */
  static final String REASON = "reason";

  /** Field of a kept document: size of the text. Unit: bytes. */
  static final String BYTES = "bytes";

  /** Field of a kept document: {@link TokenCounter}'s tokens. */
  static final String TOKENS = "tokens";

  /** Field: a document's id in hexadecimal. */
  static final String HASH = "hash";

  /** Field of a near duplicate: id of the document that stays instead, as far as was known. */
  static final String KEPT_HASH = "kept_hash";

  /** Field of a near duplicate: id of its cluster, as far as was known. */
  static final String CLUSTER = "cluster";

  /** Field of a near duplicate: id of the document that it is nearly the same as. */
  static final String MATCH = "match_hash";

  /** Field of a near duplicate and of a comparison: exact similarity of the two, 0 to 1. */
  static final String JACCARD = "jaccard";

  private final NearSettings settings;
  private final DocumentRules rules;
  private final Shingler shingler;
  private final MinHash hash;
  private final TokenCounter tokenCounter = new TokenCounter();

  DocumentsProcessor(NearSettings settings, DocumentRules rules) {
    this.settings = settings;
    this.rules = rules;
    this.shingler = new Shingler(settings.shingleWords());
    this.hash = new MinHash(settings.bands() * settings.rows());
  }

  @Override
  public Effect process(DataRecord record, Context context) {
    ByteString value = record.value();
    if (Message.isMessage(value)) {
      return onMessage(record, context);
    } else if (Fence.isFence(value)) {
      return onFence(Fence.decode(value), record.key());
    } else if (Note.isNote(value)) {
      return Effect.builder()
          .send(CorpusPrep.NOTES, record.key(), Note.decode(value).content())
          .build();
    }
    return onDocument(record, context);
  }

  @Override
  public ByteString answer(ByteString key, ByteString question, Context context) {
    return Inquiries.toDocuments(key, question, context.state());
  }

  private Effect onDocument(DataRecord record, Context context) {
    ByteString value = record.value();
    FieldsBuilder facts = record.fields().toBuilder();
    boolean isPromoted = record.fields().contains(DocumentFields.PROMOTED);
    if (value.isEmpty() && !isPromoted) {
      return removed(Removal.EMPTY, facts);
    }
    String source = fact(record, DocumentFields.SOURCE);
    String path = fact(record, DocumentFields.PATH);
    if (context.state().isPresent()) {
      DocState kept = document(record.key(), context.state().get());
      if (isPromoted) {
        return Departures.cameBack(record, kept);
      } else if (kept.isTakenDown()) {
        return removed(Removal.TAKEN_DOWN, facts);
      }
      facts.put("kept_source", kept.source());
      facts.put("kept_path", kept.path());
      boolean isSame = kept.source().equals(source) && kept.path().equals(path);
      return removed(isSame ? Removal.SEEN_BEFORE : Removal.DUPLICATE, facts);
    }
    String found = value.toStringUtf8();
    DocumentRules.Verdict verdict = rules.judge(found, record.fields());
    facts.putAll(verdict.facts());
    if (verdict.removal().isPresent()) {
      // The text stays readable, so that it can be taken back under another recipe.
      facts.put(REASON, verdict.removal().get().label());
      return Effect.builder().emitTo(REMOVED, value, facts.build()).build();
    }
    String text = verdict.text();
    ByteString bytes = text.equals(found) ? value : ByteString.copyFromUtf8(text);
    long tokens = tokenCounter.count(text);
    var rank =
        new Rank(
            verdict.preference(),
            (int) Math.round(verdict.quality() * Rank.QUALITY_MAX),
            text.codePointCount(0, text.length()),
            record.eventTimeMs() == DataRecord.NO_EVENT_TIME
                ? Long.MAX_VALUE
                : record.eventTimeMs(),
            record.sequence());
    ShingleSet shingles = shingler.shingles(text);
    var document =
        new DocState(
            source, path, bytes.size(), tokens, rank, shingles.encode(), verdict.nearThreshold());
    facts.put(STATUS, KEPT).put(BYTES, bytes.size()).put(TOKENS, tokens);
    facts.put(HASH, HexFormat.of().formatHex(record.key().toByteArray()));
    var effect = Effect.builder().emit(bytes, facts.build()).setState(document.encode());
    if (shingles.count() > 0) {
      tellBands(DocumentId.of(record.key()), shingles, effect);
    }
    return effect.build();
  }

  private void tellBands(DocumentId id, ShingleSet shingles, Effect.Builder effect) {
    int[] signature = hash.signature(shingles);
    Bands bands = Bands.of(signature, settings);
    for (int band = 0; band < bands.count(); band++) {
      effect.send(
          BandsProcessor.STAGE, bands.key(band), Resident.of(id, signature, bands, band).bytes());
    }
  }

  private static Effect removed(Removal why, FieldsBuilder facts) {
    facts.put(REASON, why.label());
    return Effect.builder().emitTo(REMOVED, ByteString.EMPTY, facts.build()).build();
  }

  private static String fact(DataRecord record, String name) {
    return record.fields().text(name).orElse("");
  }

  private static Effect onFence(Fence fence, ByteString key) {
    var effect =
        Effect.builder()
            .emitTo(Looped.TAG, Looped.echo(fence).encode())
            .send(CorpusPrep.NOTES, key, fence.round());
    ByteString arrived = fence.arrived().encode();
    fence.keys().forEach(to -> effect.send(BandsProcessor.STAGE, to, arrived));
    return effect.build();
  }

  private Effect onMessage(DataRecord record, Context context) {
    Message message;
    DocumentId id;
    try {
      message = Message.decode(record.value());
      id = Sent.idOf(record.key());
    } catch (IllegalArgumentException e) {
      throw MillraceException.of(Kind.CALLER, "message to a document cannot be read", e)
          .with("key", HexFormat.of().formatHex(record.key().toByteArray()))
          .with("cause", e.getMessage());
    }
    if (message instanceof Link || message instanceof Adopt) {
      ClusterNode node =
          context.state().map(state -> node(id, state)).orElseGet(() -> ClusterNode.alone(id));
      ClusterNode.Step step =
          message instanceof Link link ? node.on(link) : node.on((Adopt) message);
      var effect = loop(step.sent());
      Departures.tellExhausted(id, step.node().summary(), effect);
      return step.node().equals(node)
          ? effect.build()
          : effect.setState(step.node().encode()).build();
    }
    if (message instanceof TakeDown takeDown) {
      return Departures.takenDown(
          id, context.state().map(state -> document(record.key(), state)), takeDown);
    }
    DocState document =
        document(
            record.key(),
            context
                .state()
                .orElseThrow(
                    () ->
                        MillraceException.of(Kind.CALLER, "message to an unknown document")
                            .with("document", id)
                            .with("expected", "a document that was kept")));
    boolean isCompared = message instanceof Compare || message instanceof Probe;
    if (isCompared && document.isTakenDown()) {
      return Effect.builder().build();
    }
    if (message instanceof Compare compare) {
      return loop(Comparison.probes(id, document, compare)).build();
    } else if (message instanceof Probe probe) {
      return onProbe(id, document, probe);
    }
    return message instanceof Promote promote
        ? Departures.promoted(id, document, promote)
        : Departures.demoted(id, document, (Demote) message);
  }

  private Effect onProbe(DocumentId id, DocState document, Probe probe) {
    Comparison comparison = Comparison.of(id, document, probe, settings);
    var effect = loop(comparison.sent());
    if (comparison.jaccard() >= settings.reported()) {
      Fields facts = Fields.of(JACCARD, comparison.jaccard());
      effect.emitTo(
          COMPARED,
          probe.id().bytes(),
          probe.threshold() == 0
              ? facts
              : facts.toBuilder().put(RecipeRules.THRESHOLD, probe.threshold()).build());
    }
    return effect.build();
  }

  private static Effect.Builder loop(List<Sent> sent) {
    var effect = Effect.builder();
    sent.forEach(one -> effect.emitTo(Looped.TAG, Looped.of(one).encode()));
    return effect;
  }

  private static DocState document(ByteString key, ByteString state) {
    return States.decode(STAGE, key, () -> DocState.decode(state));
  }

  private static ClusterNode node(DocumentId id, ByteString state) {
    return States.decode(STAGE, Sent.nodeKey(id), () -> ClusterNode.decode(id, state));
  }
}
