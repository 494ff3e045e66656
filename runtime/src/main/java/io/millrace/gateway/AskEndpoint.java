// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.gateway;

import com.google.protobuf.ByteString;
import io.grpc.stub.StreamObserver;
import io.millrace.model.Answer;
import io.millrace.model.Question;
import io.millrace.v1.AskRequest;
import io.millrace.v1.AskResponse;
import io.millrace.v1.AskServiceGrpc.AskServiceImplBase;
import io.millrace.v1.KeyAnswer;
import io.millrace.v1.KeyQuestion;
import java.util.ArrayList;
import java.util.List;

/** Passes questions on to the owners of keys. */
final class AskEndpoint extends AskServiceImplBase {
  private final GatewayServices services;

  AskEndpoint(GatewayServices services) {
    this.services = services;
  }

  @Override
  public void ask(AskRequest request, StreamObserver<AskResponse> observer) {
    Unary.answer(
        observer,
        services.executor(),
        () ->
            services
                .asker()
                .ask(
                    Limits.job(request.getJob()),
                    request.getStage(),
                    questions(request.getQuestionsList()))
                .thenApply(AskEndpoint::response));
  }

  private List<Question> questions(List<KeyQuestion> asked) {
    var questions = new ArrayList<Question>(asked.size());
    for (int i = 0; i < asked.size(); i++) {
      KeyQuestion question = asked.get(i);
      ByteString key =
          switch (question.getKeyFormCase()) {
            case KEY -> question.getKey();
            case KEY_TEXT -> question.getKeyTextBytes();
            case KEYFORM_NOT_SET -> ByteString.EMPTY;
          };
      services.limits().key("questions[" + i + "].key", key);
      questions.add(new Question(key, question.getBody()));
    }
    return questions;
  }

  private static AskResponse response(List<Answer> answers) {
    var response = AskResponse.newBuilder();
    for (Answer answer : answers) {
      var one = KeyAnswer.newBuilder();
      if (answer instanceof Answer.Given given) {
        one.setValue(given.value());
      } else {
        one.setError(((Answer.Failed) answer).reason());
      }
      response.addAnswers(one);
    }
    return response.build();
  }
}
