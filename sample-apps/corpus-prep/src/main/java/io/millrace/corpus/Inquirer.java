// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus;

import io.millrace.corpus.document.DocumentId;
import io.millrace.corpus.near.Finding;
import io.millrace.corpus.near.Finding.Neighbour;
import io.millrace.corpus.near.Finding.Neighbours;
import io.millrace.model.Answer;
import io.millrace.model.Asker;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.millrace.model.Question;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Asks the job's stages and reads what they say. Thread-safe. */
final class Inquirer {
  private final Asker asker;

  Inquirer(Asker asker) {
    this.asker = asker;
  }

  /** What {@code documents} says, in the order of the questions. */
  CompletionStage<List<Finding>> documents(List<Question> questions) {
    return asker
        .ask(CorpusPrep.JOB, DocumentsProcessor.STAGE, questions)
        .thenApply(answers -> findings(answers, DocumentsProcessor.STAGE));
  }

  /**
   * Those that {@code bands} says may be similar, each once, best estimates first.
   *
   * @param most of them
   */
  CompletionStage<List<Neighbour>> neighbours(List<Question> questions, int most) {
    return asker
        .ask(CorpusPrep.JOB, BandsProcessor.STAGE, questions)
        .thenApply(
            answers -> {
              var estimates = new HashMap<DocumentId, Double>();
              for (Finding finding : findings(answers, BandsProcessor.STAGE)) {
                for (Neighbour neighbour : as(Neighbours.class, finding).list()) {
                  estimates.merge(neighbour.id(), neighbour.estimate(), Math::max);
                }
              }
              return estimates.entrySet().stream()
                  .map(entry -> new Neighbour(entry.getKey(), entry.getValue()))
                  .sorted(
                      Comparator.comparingDouble(Neighbour::estimate)
                          .reversed()
                          .thenComparing(Neighbour::id))
                  .limit(most)
                  .toList();
            });
  }

  private static List<Finding> findings(List<Answer> answers, String stage) {
    var findings = new ArrayList<Finding>(answers.size());
    for (Answer answer : answers) {
      if (answer instanceof Answer.Failed failed) {
        throw MillraceException.of(Kind.CALLER, "job cannot answer")
            .with("job", CorpusPrep.JOB)
            .with("stage", stage)
            .with("reason", failed.reason())
            .with("expected", "a job of this version and settings that allow as many questions");
      }
      findings.add(Finding.decode(((Answer.Given) answer).value()));
    }
    return findings;
  }

  /** A finding of the kind that was asked for. */
  static <T extends Finding> T as(Class<T> type, Finding finding) {
    if (!type.isInstance(finding)) {
      throw new IllegalStateException(
          "answer: " + finding + " (expected: " + type.getSimpleName() + ")");
    }
    return type.cast(finding);
  }
}
