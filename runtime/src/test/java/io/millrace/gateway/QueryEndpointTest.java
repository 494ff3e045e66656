// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.Millrace;
import io.millrace.client.Answer;
import io.millrace.client.AnswerRow;
import io.millrace.client.OutgoingRecord;
import io.millrace.model.Fields;
import io.millrace.v1.AggregateCall;
import io.millrace.v1.AggregateFunction;
import io.millrace.v1.ColumnRef;
import io.millrace.v1.CompareOperator;
import io.millrace.v1.ComparePredicate;
import io.millrace.v1.OwnColumn;
import io.millrace.v1.Predicate;
import io.millrace.v1.QueryRequest;
import io.millrace.v1.QueryValue;
import io.millrace.v1.Receipt;
import io.millrace.v1.Result;
import io.millrace.v1.Select;
import io.millrace.v1.SelectItem;
import io.millrace.v1.SelectOrder;
import io.millrace.v1.TailRequest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Queries and filtered tails over a real socket. */
@Timeout(60)
class QueryEndpointTest {
  private static final int RECORDS = 200;
  private static TestNode node;
  private static Millrace millrace;
  private static List<Receipt> receipts;

  @BeforeAll
  static void start() {
    node = TestNode.start("millrace.query.response-bytes = 1 KiB");
    millrace = Millrace.connect(List.of(node.address()));
    var sent = new ArrayList<CompletableFuture<Receipt>>();
    for (int i = 0; i < RECORDS; i++) {
      var fields = Fields.of("lang", i % 4 == 0 ? "de" : "en", "words", i);
      var record = OutgoingRecord.of("k" + i, "v" + i).withFields(fields);
      sent.add(millrace.submit("latest", record).toCompletableFuture());
    }
    receipts = sent.stream().map(CompletableFuture::join).toList();
  }

  @AfterAll
  static void stop() {
    millrace.close();
    node.close();
  }

  private static Answer ask(QueryRequest.Builder request) {
    return millrace.client().query(request.addAllAtLeast(receipts).build());
  }

  private static Answer ask(String sql) {
    return ask(QueryRequest.newBuilder().setSql(sql));
  }

  @Test
  void givenResults_whenQueried_thenTypedRowsOfWhatWasAcknowledged() {
    var rows = new ArrayList<String>();
    try (Answer answer =
        ask(
            "SELECT key, value, lang, words, seen, none FROM latest WHERE words >= 190 AND lang = 'de'")) {
      assertThat(answer.titles()).containsExactly("key", "value", "lang", "words", "seen", "none");
      while (answer.hasNext()) {
        AnswerRow row = answer.next();
        assertThat(row.truth("seen")).contains(true);
        assertThat(row.value("none")).isNull();
        assertThat(row.number("words").get()).isEqualTo((double) row.whole("words").get());
        rows.add(row.text("key").get() + " " + row.text("value").get() + " " + row.value(3));
      }
      assertThat(answer.snapshot()).hasSize(4);
      assertThat(answer.end().get().getStats().getRowsReturned()).isEqualTo(2);
    }

    assertThat(rows).containsExactlyInAnyOrder("k192 v192 192", "k196 v196 196");
  }

  @Test
  void givenManyRows_whenQueried_thenTheyComeInSeveralMessages() {
    int messages = 0;
    int rows = 0;
    var responses =
        millrace
            .client()
            .queries()
            .query(
                QueryRequest.newBuilder()
                    .setSql("SELECT * FROM latest")
                    .addAllAtLeast(receipts)
                    .build());
    while (responses.hasNext()) {
      var response = responses.next();
      messages++;
      rows += response.getRows().getRowsCount();
      assertThat(response.getSerializedSize()).isLessThan(2_048);
    }

    assertThat(rows).isEqualTo(RECORDS);
    assertThat(messages).isGreaterThan(10);
  }

  @Test
  void givenStructure_whenQueried_thenAsTheText() {
    var lang = ColumnRef.newBuilder().setField("lang");
    var select =
        Select.newBuilder()
            .setJob("latest")
            .addItems(SelectItem.newBuilder().setColumn(lang))
            .addItems(
                SelectItem.newBuilder()
                    .setName("n")
                    .setAggregate(
                        AggregateCall.newBuilder()
                            .setFunction(AggregateFunction.AGGREGATE_FUNCTION_COUNT)))
            .setWhere(
                Predicate.newBuilder()
                    .setCompare(
                        ComparePredicate.newBuilder()
                            .setColumn(ColumnRef.newBuilder().setOwn(OwnColumn.OWN_COLUMN_TAG))
                            .setOperator(CompareOperator.COMPARE_OPERATOR_EQ)
                            .setValue(QueryValue.newBuilder().setText(""))))
            .addGroupBy(lang)
            .addOrderBy(SelectOrder.newBuilder().setItem(1).setDescending(true));
    var texts = new ArrayList<String>();

    ask(QueryRequest.newBuilder().setSelect(select))
        .forEachRemaining(row -> texts.add(row.value(0) + "=" + row.value("n")));
    ask("SELECT lang, count(*) AS n FROM latest GROUP BY lang ORDER BY n DESC")
        .forEachRemaining(row -> texts.add(row.value(0) + "=" + row.value("n")));

    assertThat(texts).containsExactly("en=150", "de=50", "en=150", "de=50");
  }

  @Test
  void givenWrongQueries_whenAsked_thenInvalidArgumentSaysWhere() {
    assertThatThrownBy(() -> ask("SELECT * FORM latest"))
        .hasMessageContaining("INVALID_ARGUMENT")
        .hasMessageContaining("line=1, column=10, found=FORM, expected=, or FROM");
    assertThatThrownBy(() -> ask("SELECT * FROM nothing")).hasMessageContaining("NOT_FOUND");
    assertThatThrownBy(() -> ask("SELECT * FROM latest.other"))
        .hasMessageContaining("no such stage");
    assertThatThrownBy(() -> ask(QueryRequest.newBuilder()))
        .hasMessageContaining("query is missing");
    assertThatThrownBy(
            () ->
                ask(
                    QueryRequest.newBuilder()
                        .setSelect(
                            Select.newBuilder()
                                .setJob("latest")
                                .addItems(
                                    SelectItem.newBuilder()
                                        .setColumn(ColumnRef.newBuilder().setField("x")))
                                .setWhere(Predicate.getDefaultInstance()))))
        .hasMessageContaining("predicate says nothing");
  }

  @Test
  void givenHttp_whenPagesAreAsked_thenTheyJoinUp() throws Exception {
    var http = HttpClient.newHttpClient();
    var json = new ObjectMapper();
    var keys = new ArrayList<String>();
    String token = "";
    do {
      String body =
          json.writeValueAsString(
              json.createObjectNode()
                  .put("sql", "SELECT key FROM latest WHERE lang = 'de'")
                  .put("pageRows", 20)
                  .put("pageToken", token));
      HttpResponse<String> response =
          http.send(
              HttpRequest.newBuilder(URI.create("http://" + node.address() + "/v1/query"))
                  .header("content-type", "application/json")
                  .POST(HttpRequest.BodyPublishers.ofString(body))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
      JsonNode page = json.readTree(response.body());
      page.path("rows").forEach(row -> keys.add(row.at("/values/0/text").asText()));
      token = page.at("/end/nextPageToken").asText();
    } while (!token.isEmpty());

    assertThat(keys).hasSize(50).doesNotHaveDuplicates();
  }

  @Test
  void givenFilter_whenTailed_thenOnlyWhatFulfilsItComes() {
    var seen = new ArrayList<String>();
    var tail =
        node.results()
            .withDeadlineAfter(20, TimeUnit.SECONDS)
            .tail(
                TailRequest.newBuilder()
                    .setJob("latest")
                    .setAsText(true)
                    .setFilterSql("words >= 180 AND lang = 'de'")
                    .build());
    while (seen.size() < 5) {
      tail.next().getResultsList().stream().map(Result::getKeyText).forEach(seen::add);
    }

    assertThat(seen).containsExactlyInAnyOrder("k180", "k184", "k188", "k192", "k196");
    assertThatThrownBy(
            () ->
                node.results()
                    .tail(TailRequest.newBuilder().setJob("latest").setFilterSql("words >").build())
                    .hasNext())
        .hasMessageContaining("line=1, column=8, found=the end");
  }
}
