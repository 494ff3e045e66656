// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.client;

import com.google.common.util.concurrent.FutureCallback;
import com.google.common.util.concurrent.Futures;
import com.google.common.util.concurrent.MoreExecutors;
import io.millrace.model.Answer;
import io.millrace.model.Asker;
import io.millrace.model.Question;
import io.millrace.v1.AskRequest;
import io.millrace.v1.AskResponse;
import io.millrace.v1.AskServiceGrpc.AskServiceFutureStub;
import io.millrace.v1.KeyAnswer;
import io.millrace.v1.KeyQuestion;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Asks by way of a gateway. Thread-safe. */
final class RemoteAsker implements Asker {
  private final Supplier<AskServiceFutureStub> stubs;

  /**
   * @param stubs gives one for each call, whose deadline counts from then
   */
  RemoteAsker(Supplier<AskServiceFutureStub> stubs) {
    this.stubs = stubs;
  }

  @Override
  public CompletionStage<List<Answer>> ask(String job, String stage, List<Question> questions) {
    var request = AskRequest.newBuilder().setJob(job).setStage(stage);
    for (Question question : questions) {
      request.addQuestions(
          KeyQuestion.newBuilder().setKey(question.key()).setBody(question.body()));
    }
    var answers = new CompletableFuture<List<Answer>>();
    Futures.addCallback(
        stubs.get().ask(request.build()),
        new FutureCallback<AskResponse>() {
          @Override
          public void onSuccess(@Nullable AskResponse response) {
            answers.complete(answers(Objects.requireNonNull(response, "response")));
          }

          @Override
          public void onFailure(Throwable failure) {
            answers.completeExceptionally(failure);
          }
        },
        MoreExecutors.directExecutor());
    return answers;
  }

  private static List<Answer> answers(AskResponse response) {
    var answers = new ArrayList<Answer>(response.getAnswersCount());
    for (KeyAnswer answer : response.getAnswersList()) {
      answers.add(
          answer.hasError()
              ? new Answer.Failed(answer.getError())
              : new Answer.Given(answer.getValue()));
    }
    return answers;
  }
}
