// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.query;

import io.millrace.model.Answer;
import io.millrace.model.Asker;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.millrace.model.PartitionId;
import io.millrace.model.PartitionMap.Router;
import io.millrace.model.Question;
import io.millrace.model.Token;
import io.millrace.partition.AskSettings;
import io.millrace.partition.PartitionCommand.Ask;
import io.millrace.partition.PartitionReply.Answered;
import io.millrace.routing.JobDirectory;
import io.millrace.store.JobEntry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/**
 * Asks the owners of keys wherever they live: one request to each partition, all of them at once.
 * Thread-safe.
 */
public final class KeyQuestions implements Asker {
  private final JobDirectory jobs;
  private final PartitionAsks asks;
  private final AskSettings settings;

  /**
   * @param settings bounds of all questions of a call together, and of their answers
   */
  public KeyQuestions(JobDirectory jobs, PartitionAsks asks, AskSettings settings) {
    this.jobs = jobs;
    this.asks = asks;
    this.settings = settings;
  }

  /** Those of a call that one partition is asked, and where their answers belong. */
  private record Share(List<Question> questions, List<Integer> places) {
    Share() {
      this(new ArrayList<>(), new ArrayList<>());
    }

    void add(Question question, int place) {
      questions.add(question);
      places.add(place);
    }
  }

  @Override
  public CompletionStage<List<Answer>> ask(String job, String stage, List<Question> questions) {
    try {
      check(questions);
    } catch (MillraceException e) {
      return CompletableFuture.failedStage(e);
    }
    return jobs.find(job).thenCompose(entry -> ask(entry, stage, questions));
  }

  private void check(List<Question> questions) {
    if (questions.isEmpty() || questions.size() > settings.questionsMax()) {
      throw MillraceException.of(Kind.CALLER, "nothing asked, or too much at once")
          .with("field", "questions")
          .with("value", questions.size())
          .with(
              "expected", "1 to millrace.partition.ask.questions-max = " + settings.questionsMax());
    }
    long bytes = 0;
    for (Question question : questions) {
      bytes += question.bytes();
    }
    if (bytes > settings.questionBytesMax()) {
      throw MillraceException.of(Kind.CALLER, "too much asked at once")
          .with("field", "questions")
          .with("value", bytes + " bytes")
          .with(
              "expected",
              "at most millrace.partition.ask.question-bytes-max = "
                  + settings.questionBytesMax()
                  + "; ask less, more often");
    }
  }

  private CompletionStage<List<Answer>> ask(JobEntry job, String stage, List<Question> questions) {
    Router router = job.stage(stage).partitions().router();
    var shares = new TreeMap<Integer, Share>();
    for (int i = 0; i < questions.size(); i++) {
      Question question = questions.get(i);
      int partition = router.partitionOf(Token.of(question.key()));
      shares.computeIfAbsent(partition, ignored -> new Share()).add(question, i);
    }
    var answers = new Answer[questions.size()];
    var pending = new ArrayList<CompletableFuture<Void>>(shares.size());
    shares.forEach(
        (number, share) -> pending.add(ask(new PartitionId(job.id(), number), share, answers)));
    return CompletableFuture.allOf(pending.toArray(CompletableFuture[]::new))
        .thenApply(done -> bounded(answers));
  }

  private CompletableFuture<Void> ask(PartitionId partition, Share share, Answer[] answers) {
    return asks.ask(
            partition, Answered.class, replyTo -> new Ask(partition, share.questions(), replyTo))
        .thenAccept(
            answered -> {
              List<Answer> given = answered.answers();
              if (given.size() != share.places().size()) {
                throw new CompletionException(
                    MillraceException.of(Kind.UNAVAILABLE, "partition left out answers")
                        .with("partition", partition)
                        .with("value", given.size())
                        .with("expected", share.places().size()));
              }
              for (int i = 0; i < given.size(); i++) {
                answers[share.places().get(i)] = given.get(i);
              }
            })
        .toCompletableFuture();
  }

  /** Those of all partitions together take no more than those of one may. */
  private List<Answer> bounded(Answer[] answers) {
    long bytes = 0;
    for (int i = 0; i < answers.length; i++) {
      if (answers[i] instanceof Answer.Given given) {
        int size = given.value().size();
        if (bytes + size > settings.answerBytesMax()) {
          answers[i] =
              new Answer.Failed(
                  "answers: "
                      + (bytes + size)
                      + " (expected: at most millrace.partition.ask.answer-bytes-max = "
                      + settings.answerBytesMax()
                      + "; ask less)");
        } else {
          bytes += size;
        }
      }
    }
    return Arrays.asList(answers);
  }
}
