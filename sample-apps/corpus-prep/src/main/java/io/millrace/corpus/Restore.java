// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus;

import com.google.protobuf.ByteString;
import io.millrace.client.MillraceClient;
import io.millrace.client.ProducerSession;
import io.millrace.corpus.NewestDecisions.Decision;
import io.millrace.corpus.document.DocumentId;
import io.millrace.message.FieldMessages;
import io.millrace.model.DataRecord;
import io.millrace.model.Fields;
import io.millrace.model.FieldsBuilder;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.millrace.v1.LogRange;
import io.millrace.v1.PositionsResponse;
import io.millrace.v1.Result;
import io.millrace.v1.ScanRequest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Submits documents that one rule refused again, and waives that rule: their texts lie in the notes
 * of their removal. All other rules judge them as before, and they are compared with others.
 *
 * <p>It may be killed anywhere and run again. It begins with letting the job come to rest, so that
 * it sees what came of an earlier one; a document that was taken back by then has a main result, or
 * another rule's refusal is its newest, and is left alone. Records of one that was killed and which
 * no result shows yet carry the same numbers of the same producer, which is named for what was seen
 * and asked, since the documents go in the order of the log. One use, by one thread.
 */
final class Restore {
  /** Of a hash in the producer's name. */
  private static final int NAME_DIGITS = 24;

  private final MillraceClient client;
  private final LedgerQueries ledger;
  private final String rule;
  private final Optional<String> source;
  private final int limit;

  /**
   * Of one rule.
   *
   * @param client with {@link CorpusRun#clientSettings}
   * @param source only documents whose newest refusal comes from there
   * @param limit most documents to take back
   */
  Restore(MillraceClient client, String rule, Optional<String> source, int limit) {
    this.client = client;
    this.ledger = new LedgerQueries(client);
    this.rule = rule;
    this.source = source;
    this.limit = limit;
  }

  /** What is there to take back, by its place in the log; in that order. */
  record Plan(
      PositionsResponse positions, Map<LogPlace, DocumentId> chosen, RestoreReport.Found found) {}

  /** Only looks what there is. */
  RestoreReport look() {
    return RestoreReport.of(rule, plan().found());
  }

  /**
   * Takes them back, and returns when the job has come to rest.
   *
   * @throws MillraceException if the service cannot take it, or does not come to rest
   */
  RestoreReport run() {
    try (Feedback feedback = Feedback.start(client, "restore/" + rule)) {
      feedback.settle();
      Plan plan = plan();
      if (!plan.chosen().isEmpty()) {
        submit(plan);
        feedback.settle();
      }
      return outcome(plan);
    }
  }

  Plan plan() {
    PositionsResponse positions = ResultPages.positions(client);
    Map<Integer, Long> ends = new HashMap<>();
    positions.getRangesList().forEach(r -> ends.put(r.getPartition(), r.getUpToBlock()));
    var refused = new HashMap<DocumentId, LogPlace>();
    ledger.eachRefusal(
        rule,
        (id, place) -> {
          if (place.block() <= ends.getOrDefault(place.partition(), 0L)) {
            refused.merge(id, place, (old, now) -> now.compareTo(old) > 0 ? now : old);
          }
        });
    NewestDecisions newest = NewestDecisions.of(ledger, refused.keySet());
    var places = new TreeMap<LogPlace, DocumentId>();
    long there = 0;
    long otherRule = 0;
    for (Map.Entry<DocumentId, LogPlace> entry : refused.entrySet()) {
      Decision last = newest.of(entry.getKey()).orElseThrow();
      if (source.isPresent() && !last.source().equals(source.get())) {
        continue;
      }
      if (last.isMain()) {
        there++;
      } else if (!last.place().equals(entry.getValue())) {
        otherRule++;
      } else {
        places.put(entry.getValue(), entry.getKey());
      }
    }
    long all = places.size();
    var chosen = new LinkedHashMap<LogPlace, DocumentId>();
    places.entrySet().stream()
        .limit(limit)
        .forEach(entry -> chosen.put(entry.getKey(), entry.getValue()));
    return new Plan(
        positions, chosen, new RestoreReport.Found(chosen.size(), all, there, otherRule));
  }

  void submit(Plan plan) {
    Submission.run(client, producer(plan.positions()), session -> submit(plan, session));
  }

  private void submit(Plan plan, ProducerSession session) {
    long submitted = 0;
    for (LogRange range : plan.positions().getRangesList()) {
      submitted += submit(range, plan.chosen(), session);
    }
    if (submitted != plan.chosen().size()) {
      throw MillraceException.of(Kind.UNAVAILABLE, "texts of refused documents are gone")
          .with("documents", plan.chosen().size())
          .with("found", submitted)
          .with("expected", "blocks that are kept; see retain-blocks");
    }
  }

  /** Of one partition, in the order of its log, so that the n-th record is always the same. */
  private long submit(LogRange range, Map<LogPlace, DocumentId> chosen, ProducerSession session) {
    List<LogPlace> here =
        chosen.keySet().stream().filter(p -> p.partition() == range.getPartition()).toList();
    if (here.isEmpty()) {
      return 0;
    }
    ScanRequest request =
        ScanRequest.newBuilder()
            .setJob(CorpusPrep.JOB)
            .setStage(CommittedDocuments.STAGE)
            .setTag(DocumentsProcessor.REMOVED)
            .addRanges(
                range.toBuilder()
                    .setAfterBlock(Math.max(range.getAfterBlock(), here.get(0).block() - 1))
                    .setUpToBlock(here.get(here.size() - 1).block()))
            .build();
    long submitted = 0;
    for (ResultPages results = ResultPages.of(client, request); results.hasNext(); ) {
      Result result = results.next();
      if (chosen.containsKey(LogPlace.of(result.getPosition()))) {
        Fields fields = record(FieldMessages.of(result));
        session.submit(result.getKey(), result.getValue(), DataRecord.NO_EVENT_TIME, fields);
        submitted++;
      }
    }
    return submitted;
  }

  /** The fields of the record that was refused, and that the rule is waived. */
  private Fields record(Fields refused) {
    FieldsBuilder fields = Fields.builder();
    for (int i = 0; i < refused.size(); i++) {
      String name = refused.name(i);
      if (!RecipeRules.isFinding(name)
          && !name.equals(DocumentsProcessor.REASON)
          && !name.equals(DocumentFields.RESTORED)) {
        fields.put(refused, i);
      }
    }
    return fields.put(DocumentFields.RESTORED, Waivers.of(refused).with(rule).text()).build();
  }

  /** Says what was seen and asked: the same name means the same records. */
  private String producer(PositionsResponse positions) {
    String seen =
        String.join("\n", ResultPages.text(positions))
            + "\n"
            + HexFormat.of().formatHex(positions.getJobId().toByteArray())
            + "\n"
            + source.map(s -> "source " + s).orElse("all")
            + "\n"
            + limit;
    ByteString hash = Fingerprint.of(ByteString.copyFromUtf8(seen));
    return "restore/"
        + rule
        + "/"
        + HexFormat.of().formatHex(hash.toByteArray()).substring(0, NAME_DIGITS);
  }

  private RestoreReport outcome(Plan plan) {
    Set<DocumentId> ids = Set.copyOf(plan.chosen().values());
    NewestDecisions newest = NewestDecisions.of(ledger, ids);
    var report = RestoreReport.of(rule, plan.found());
    for (DocumentId id : ids) {
      report = report.with(newest.of(id).orElseThrow());
    }
    return report;
  }
}
