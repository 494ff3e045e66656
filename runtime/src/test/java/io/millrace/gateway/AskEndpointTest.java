// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.millrace.client.ClientSettings;
import io.millrace.client.MillraceClient;
import io.millrace.model.Answer;
import io.millrace.model.DataRecord;
import io.millrace.model.Question;
import io.millrace.processor.Context;
import io.millrace.processor.Effect;
import io.millrace.processor.Job;
import io.millrace.processor.Processor;
import io.millrace.store.memory.InMemoryStores;
import io.millrace.v1.AskRequest;
import io.millrace.v1.KeyAnswer;
import io.millrace.v1.KeyQuestion;
import io.millrace.v1.Record;
import io.millrace.v1.SubmitBatchRequest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Questions to a processor's state over a real socket. */
@Timeout(60)
class AskEndpointTest {
  private static final String JOB = "remember";
  private static final int KEYS = 60;

  /** Remembers the newest value; says it after the question, throws on "boom". */
  private static final class Remember implements Processor {
    @Override
    public Effect process(DataRecord record, Context context) {
      return Effect.builder().emit(record.value()).setState(record.value()).build();
    }

    @Override
    public ByteString answer(ByteString key, ByteString question, Context context) {
      if (question.toStringUtf8().equals("boom")) {
        throw new IllegalStateException("cannot answer boom");
      }
      return question.concat(context.state().orElse(ByteString.EMPTY));
    }
  }

  private final TestNode node =
      TestNode.start(
          "millrace.partition.ask { questions-max = 100, question-bytes-max = 4 KiB,"
              + " answer-bytes-max = 2 KiB }",
          new InMemoryStores(),
          Job.of(JOB, Remember::new).withPartitions(8));

  @AfterEach
  void stop() {
    node.close();
  }

  private void submit() {
    var request = SubmitBatchRequest.newBuilder().setJob(JOB);
    for (int i = 0; i < KEYS; i++) {
      request.addRecords(Record.newBuilder().setKeyText("k" + i).setValueText("v" + i));
    }
    node.submitBlocking().submitBatch(request.build());
  }

  private static KeyQuestion question(String key, String body) {
    return KeyQuestion.newBuilder().setKeyText(key).setBody(ByteString.copyFromUtf8(body)).build();
  }

  private List<KeyAnswer> ask(String job, String stage, KeyQuestion... questions) {
    return node.ask()
        .ask(
            AskRequest.newBuilder()
                .setJob(job)
                .setStage(stage)
                .addAllQuestions(List.of(questions))
                .build())
        .getAnswersList();
  }

  @Test
  void givenKeysOfManyPartitions_whenAsked_thenAnswersComeInTheOrderOfTheQuestions() {
    submit();
    var questions = new ArrayList<Question>();
    for (int i = KEYS; i >= 0; i--) {
      questions.add(
          new Question(ByteString.copyFromUtf8("k" + i), ByteString.copyFromUtf8(i + "=")));
    }

    List<Answer> answers;
    try (var client = MillraceClient.connect(List.of(node.address()), ClientSettings.defaults())) {
      answers = client.asker().ask(JOB, "", questions).toCompletableFuture().join();
    }

    assertThat(answers).hasSize(KEYS + 1);
    assertThat(answers.get(0)).isEqualTo(new Answer.Given(ByteString.copyFromUtf8("60=")));
    for (int i = 0; i < KEYS; i++) {
      assertThat(answers.get(KEYS - i))
          .isEqualTo(new Answer.Given(ByteString.copyFromUtf8(i + "=v" + i)));
    }
  }

  @Test
  void givenOneThatFails_whenAsked_thenTheOthersAreAnswered() {
    submit();

    List<KeyAnswer> answers =
        ask(JOB, "main", question("k1", ""), question("k2", "boom"), question("k3", ""));

    assertThat(answers.get(0).getValue().toStringUtf8()).isEqualTo("v1");
    assertThat(answers.get(1).getError()).contains("cannot answer boom");
    assertThat(answers.get(2).getValue().toStringUtf8()).isEqualTo("v3");
  }

  @Test
  void givenAnswersThatAreLargeTogether_whenAsked_thenThoseBeyondTheBoundFail() {
    String body = "x".repeat(900);

    List<KeyAnswer> answers =
        ask(JOB, "", question("a", body), question("b", body), question("c", body));

    assertThat(answers.get(1).getValue().size()).isEqualTo(900);
    assertThat(answers.get(2).getError()).contains("ask.answer-bytes-max = 2048");
  }

  @Test
  void givenWrongInput_whenAsked_thenTheErrorNamesFieldValueAndWhatIsExpected() {
    KeyQuestion[] many = new KeyQuestion[101];
    java.util.Arrays.fill(many, question("k", ""));

    assertThatThrownBy(() -> ask("nowhere", "", question("k", "")))
        .hasMessageContaining("NOT_FOUND")
        .hasMessageContaining("nowhere");
    assertThatThrownBy(() -> ask(JOB, "other", question("k", "")))
        .hasMessageContaining("INVALID_ARGUMENT")
        .hasMessageContaining("no such stage");
    assertThatThrownBy(() -> ask(JOB, "")).hasMessageContaining("INVALID_ARGUMENT");
    assertThatThrownBy(() -> ask(JOB, "", many))
        .hasMessageContaining("INVALID_ARGUMENT")
        .hasMessageContaining("101")
        .hasMessageContaining("questions-max = 100");
    assertThatThrownBy(() -> ask(JOB, "", question("k", "x".repeat(5_000))))
        .hasMessageContaining("INVALID_ARGUMENT")
        .hasMessageContaining("question-bytes-max = 4096");
    assertThatThrownBy(() -> ask(JOB, "", question("k", ""), question("", "")))
        .hasMessageContaining("INVALID_ARGUMENT")
        .hasMessageContaining("questions[1].key");
  }

  @Test
  void givenJson_whenAskedOverHttp_thenAnswered() throws Exception {
    submit();
    var request =
        HttpRequest.newBuilder(URI.create("http://" + node.address() + "/v1/jobs/" + JOB + ":ask"))
            .POST(HttpRequest.BodyPublishers.ofString("{\"questions\": [{\"keyText\": \"k7\"}]}"))
            .header("content-type", "application/json")
            .build();

    HttpResponse<String> response =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).contains("\"value\"").contains("djc=");
  }
}
