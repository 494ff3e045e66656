// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.message.FieldMessages;
import io.millrace.model.Fields;
import io.millrace.v1.GetRequest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Fields with types through HTTP and JSON, a job and back. */
class TypedFieldsTest {
  private static TestNode node;

  @BeforeAll
  static void start() {
    node = TestNode.start("millrace.limits.fields-max = 6");
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  private static HttpResponse<String> post(String key, String fields)
      throws IOException, InterruptedException {
    String record = "{\"keyText\":\"" + key + "\",\"valueText\":\"v\",\"fields\":" + fields + "}";
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(
                    URI.create("http://" + node.address() + "/v1/jobs/latest/records"))
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"records\":[" + record + "]}"))
                .build(),
            HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void givenFieldOfEveryType_whenPosted_thenTheyComeBackWithTheirTypes() throws Exception {
    var posted =
        post(
            "web",
            """
            {"lang": {"text": "en"}, "length": {"long": 12}, "big": {"long": "9007199254740993"},
             "score": {"double": 0.7}, "kept": {"boolean": false}, "at": {"timeMs": 1700000000123}}
            """);
    var got =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(
                        URI.create("http://" + node.address() + "/v1/jobs/latest/results/web"))
                    .build(),
                HttpResponse.BodyHandlers.ofString());

    assertThat(posted.statusCode()).as(posted.body()).isEqualTo(200);
    JsonNode fields = new ObjectMapper().readTree(got.body()).at("/result/fields");
    assertThat(fields.at("/lang/text").asText()).isEqualTo("en");
    assertThat(fields.at("/length/long").asLong()).isEqualTo(12);
    assertThat(fields.at("/big/long").asText()).isEqualTo("9007199254740993");
    assertThat(fields.at("/score/double").asDouble()).isEqualTo(0.7);
    assertThat(fields.at("/kept/boolean").isBoolean()).isTrue();
    assertThat(fields.at("/at/timeMs").asLong()).isEqualTo(1_700_000_000_123L);
    var request = GetRequest.newBuilder().setJob("latest").setKeyText("web").build();
    assertThat(FieldMessages.of(node.results().get(request).getResult()))
        .isEqualTo(
            Fields.builder()
                .put("lang", "en")
                .put("length", 12)
                .put("big", 9_007_199_254_740_993L)
                .put("score", 0.7)
                .put("kept", false)
                .put("at", Instant.ofEpochMilli(1_700_000_000_123L))
                .put("seen", true)
                .build());
  }

  @Test
  void givenWrongFields_whenPosted_thenTheCallerIsToldWhich() throws Exception {
    var none = post("k", "{\"n\": {}}");
    var number = post("k", "{\"n\": {\"long\": 0.5}}");
    var nan = post("k", "{\"n\": {\"double\": \"NaN\"}}");

    assertThat(none.statusCode()).isEqualTo(400);
    assertThat(none.body())
        .contains("records[0].fields.n")
        .contains("text, long, double, boolean or timeMs");
    assertThat(number.statusCode()).isEqualTo(400);
    assertThat(nan.statusCode()).isEqualTo(400);
    assertThat(nan.body()).contains("field n: NaN (expected: a finite number)");
  }
}
