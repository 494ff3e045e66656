// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus;

import com.google.protobuf.ByteString;
import io.millrace.client.MillraceClient;
import io.millrace.corpus.document.DocumentId;
import io.millrace.corpus.token.KeptDocuments;
import io.millrace.message.FieldMessages;
import io.millrace.model.Fields;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.millrace.v1.Position;
import io.millrace.v1.PositionsResponse;
import io.millrace.v1.Result;
import io.millrace.v1.ScanRequest;
import java.io.IOException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The documents that a job keeps, at the positions at which its partitions ended when this was
 * opened. A document that went later has another main result, without text, that says so; those are
 * looked for first. Holds about 130 bytes for each such document. Not thread-safe.
 */
final class CommittedDocuments implements KeptDocuments {
  /** The stage whose results the documents are; empty for the job's own. */
  static final String STAGE = "";

  private final MillraceClient client;
  private final PositionsResponse positions;
  private final Map<DocumentId, Latest> changed = new HashMap<>();
  private String recipeHash = "";

  private CommittedDocuments(MillraceClient client, PositionsResponse positions) {
    this.client = client;
    this.positions = positions;
  }

  /** The last main result of a document that was not only kept. */
  private record Latest(int partition, long block, int index, boolean kept) {
    static Latest of(Result result, boolean kept) {
      Position at = result.getPosition();
      return new Latest(at.getPartition(), at.getBlock(), at.getIndex(), kept);
    }
  }

  /**
   * Opens the job as it is now.
   *
   * @throws MillraceException UNAVAILABLE if the service does not answer
   */
  static CommittedDocuments open(MillraceClient client) {
    PositionsResponse now = ResultPages.positions(client);
    var documents = new CommittedDocuments(client, now);
    for (Iterator<Result> results = documents.scan(true); results.hasNext(); ) {
      documents.look(results.next());
    }
    return documents;
  }

  /** Results come without key and value here; a field has the key. */
  private void look(Result result) {
    Fields fields = FieldMessages.of(result);
    boolean kept =
        fields
            .text(DocumentsProcessor.STATUS)
            .orElse(DocumentsProcessor.KEPT)
            .equals(DocumentsProcessor.KEPT);
    Optional<DocumentId> id =
        fields.text(DocumentsProcessor.HASH).flatMap(CommittedDocuments::parse);
    if (id.isPresent() && (!kept || changed.containsKey(id.get()))) {
      changed.put(id.get(), Latest.of(result, kept));
    }
    Optional<String> recipe = fields.text(RecipeRules.RECIPE_HASH);
    if (kept && recipe.isPresent()) {
      recipeHash = recipe.get();
    }
  }

  private static Optional<DocumentId> parse(String hash) {
    return hash.length() == 2 * DocumentId.BYTES && hash.chars().allMatch(HexFormat::isHexDigit)
        ? Optional.of(DocumentId.parse(hash))
        : Optional.empty();
  }

  private Iterator<Result> scan(boolean outline) {
    ScanRequest request =
        ScanRequest.newBuilder()
            .setJob(CorpusPrep.JOB)
            .setStage(positions.getStage())
            .setOutline(outline)
            .addAllRanges(positions.getRangesList())
            .build();
    return ResultPages.of(client, request);
  }

  @Override
  public List<String> positions() {
    return ResultPages.text(positions);
  }

  @Override
  public String recipeHash() {
    return recipeHash;
  }

  @Override
  public void forEach(Visitor visitor) throws IOException {
    for (Iterator<Result> results = scan(false); results.hasNext(); ) {
      Result result = results.next();
      Fields fields = FieldMessages.of(result);
      DocumentId id = id(result.getKey());
      Latest latest = changed.get(id);
      if (latest == null || latest.equals(Latest.of(result, true))) {
        visitor.document(
            new Document(
                id,
                fields.text(DocumentFields.SOURCE).orElse(""),
                result.getValue().toStringUtf8(),
                fields.doubleValue(RecipeRules.QUALITY).orElse(Double.NaN)));
      }
    }
  }

  private static DocumentId id(ByteString key) {
    if (key.size() != DocumentId.BYTES) {
      throw MillraceException.of(Kind.CORRUPT, "key is no document's id")
          .with("bytes", key.size())
          .with("expected", DocumentId.BYTES);
    }
    return DocumentId.of(key);
  }
}
