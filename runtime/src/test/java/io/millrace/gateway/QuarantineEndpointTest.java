// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.processor.ErrorPolicy;
import io.millrace.store.memory.InMemoryStores;
import io.millrace.v1.DescribeJobRequest;
import io.millrace.v1.DropRequest;
import io.millrace.v1.FieldValue;
import io.millrace.v1.GetQuarantinedRequest;
import io.millrace.v1.ListQuarantineRequest;
import io.millrace.v1.ListQuarantineResponse;
import io.millrace.v1.Partition;
import io.millrace.v1.QuarantineActionResponse;
import io.millrace.v1.QuarantineId;
import io.millrace.v1.QuarantinedRecord;
import io.millrace.v1.Record;
import io.millrace.v1.RedriveRequest;
import io.millrace.v1.ScanRequest;
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

@Timeout(60)
class QuarantineEndpointTest {
  private static final ErrorPolicy ROOMY = ErrorPolicy.DEFAULT.withBudget(1_000_000, 100);

  private final PoisonJob poison = new PoisonJob();
  private TestNode node = start(ROOMY);

  private TestNode start(ErrorPolicy policy) {
    return TestNode.start("", new InMemoryStores(), poison.job(policy));
  }

  @AfterEach
  void stop() {
    node.close();
  }

  private void submit(String... keysAndValues) {
    var request = SubmitBatchRequest.newBuilder().setJob(PoisonJob.NAME);
    for (int i = 0; i < keysAndValues.length; i += 2) {
      request.addRecords(
          Record.newBuilder()
              .setKeyText(keysAndValues[i])
              .setValueText(keysAndValues[i + 1])
              .putFields("h", FieldValue.newBuilder().setText("i").build()));
    }
    node.submitBlocking().submitBatch(request.build());
  }

  private List<String> results(String key) {
    var values = new ArrayList<String>();
    node.results()
        .scan(ScanRequest.newBuilder().setJob(PoisonJob.NAME).setAsText(true).build())
        .forEachRemaining(
            page ->
                page.getResultsList().stream()
                    .filter(r -> r.getKeyText().equals(key))
                    .forEach(r -> values.add(r.getValueText())));
    return values;
  }

  private List<QuarantinedRecord> list() {
    var request = ListQuarantineRequest.newBuilder().setJob(PoisonJob.NAME).setLimit(1_000);
    return node.quarantine().listQuarantine(request.build()).getRecordsList();
  }

  private QuarantineActionResponse redriveAll() {
    return node.quarantine()
        .redrive(RedriveRequest.newBuilder().setJob(PoisonJob.NAME).setAll(true).build());
  }

  private long quarantined() {
    return node
        .jobs()
        .describeJob(DescribeJobRequest.newBuilder().setJob(PoisonJob.NAME).build())
        .getPartitionsList()
        .stream()
        .mapToLong(Partition::getQuarantined)
        .sum();
  }

  @Test
  void givenPark_whenRedrivenAfterMending_thenTheKeysOrderIsKeptAndOthersWentOn() {
    submit("a", "1", "a", "poison", "a", "3", "b", "1");
    submit("a", "4", "b", "2");

    assertThat(results("a")).containsExactly("1");
    assertThat(results("b")).containsExactly("1", "2");
    assertThat(list()).extracting(QuarantinedRecord::getParked).containsExactly(false, true, true);
    QuarantineActionResponse early = redriveAll();
    poison.mend();
    QuarantineActionResponse mended = redriveAll();

    assertThat(early.getFailed()).isEqualTo(1);
    assertThat(early.getRedriven()).isZero();
    assertThat(mended.getRedriven()).isEqualTo(3);
    assertThat(results("a")).containsExactly("1", "poison", "3", "4");
    assertThat(list()).isEmpty();
    assertThat(quarantined()).isZero();
  }

  @Test
  void givenContinue_whenARecordFails_thenLaterOnesOfItsKeyGoOn() {
    node.close();
    node = start(ROOMY.withLater(ErrorPolicy.Later.CONTINUE));

    submit("a", "1", "a", "poison", "a", "3");

    assertThat(results("a")).containsExactly("1", "3");
    poison.mend();
    assertThat(redriveAll().getRedriven()).isEqualTo(1);
    assertThat(results("a")).containsExactly("1", "3", "poison");
  }

  @Test
  void givenRecordInQuarantine_whenShown_thenAllIsThereAndListsAreBrief() {
    submit("a", "poison-1", "a", "2");

    QuarantinedRecord listed = list().get(0);
    QuarantinedRecord shown =
        node.quarantine()
            .getQuarantined(
                GetQuarantinedRequest.newBuilder()
                    .setJob(PoisonJob.NAME)
                    .setId(listed.getId())
                    .build());

    assertThat(listed.getValueFormCase())
        .isEqualTo(QuarantinedRecord.ValueFormCase.VALUEFORM_NOT_SET);
    assertThat(listed.getStack()).isEmpty();
    assertThat(listed.getKeyText()).isEqualTo("a");
    assertThat(listed.getValueBytes()).isEqualTo(8);
    assertThat(shown.getValueText()).isEqualTo("poison-1");
    assertThat(shown.getFieldsOrThrow("h").getText()).isEqualTo("i");
    assertThat(shown.getReason()).contains("IllegalStateException: cannot work on it");
    assertThat(shown.getStack()).contains("PoisonJob");
    assertThat(shown.getAttempts()).isEqualTo(1);
    assertThat(shown.getAtMs()).isPositive();
  }

  @Test
  void givenIds_whenDropped_thenThoseAreGoneParkedOnesRunAndUnknownOnesAreNamed() {
    submit("a", "poison", "a", "2");
    QuarantineId failed = list().get(0).getId();
    QuarantineId parked = list().get(1).getId();

    QuarantineActionResponse refused = drop(parked);
    QuarantineActionResponse dropped = drop(failed);
    QuarantineActionResponse again = drop(failed);

    assertThat(refused.getUnknownList()).containsExactly(parked);
    assertThat(dropped.getDropped()).isEqualTo(1);
    assertThat(dropped.getRedriven()).isEqualTo(1);
    assertThat(again.getUnknownList()).containsExactly(failed);
    assertThat(results("a")).containsExactly("2");
  }

  private QuarantineActionResponse drop(QuarantineId id) {
    return node.quarantine()
        .drop(DropRequest.newBuilder().setJob(PoisonJob.NAME).addIds(id).build());
  }

  @Test
  void givenMoreThanAPage_whenListedAndDropped_thenEveryOneOnceAndPiecesAreBounded() {
    for (int batch = 0; batch < 13; batch++) {
      var pairs = new ArrayList<String>();
      for (int i = 0; i < 100; i++) {
        pairs.add("k-" + batch + "-" + i / 2);
        pairs.add("poison");
      }
      submit(pairs.toArray(String[]::new));
    }

    var ids = new ArrayList<QuarantineId>();
    var request = ListQuarantineRequest.newBuilder().setJob(PoisonJob.NAME).setLimit(70);
    ListQuarantineResponse page;
    do {
      page = node.quarantine().listQuarantine(request.build());
      page.getRecordsList().forEach(r -> ids.add(r.getId()));
      request.setAfter(ids.get(ids.size() - 1));
    } while (page.getMore());
    var drop = DropRequest.newBuilder().setJob(PoisonJob.NAME).setAll(true);
    QuarantineActionResponse first = node.quarantine().drop(drop.build());
    long dropped = first.getDropped();
    int calls = 1;
    for (QuarantineActionResponse last = first; last.hasNext(); calls++) {
      last = node.quarantine().drop(drop.setAfter(last.getNext()).build());
      dropped += last.getDropped();
    }

    assertThat(ids).hasSize(1_300).doesNotHaveDuplicates();
    assertThat(dropped).isEqualTo(1_300);
    assertThat(calls).isGreaterThan(1);
    assertThat(quarantined()).isZero();
  }

  @Test
  void givenWrongRequests_whenSent_thenRefusedNamingFieldAndExpected() {
    assertThatThrownBy(() -> drop(QuarantineId.newBuilder().setPartition(4).setNumber(1).build()))
        .hasMessageContaining("INVALID_ARGUMENT")
        .hasMessageContaining("partition=4")
        .hasMessageContaining("[0, 1, 2, 3]");
    assertThatThrownBy(() -> drop(QuarantineId.getDefaultInstance()))
        .hasMessageContaining("ids.number");
    assertThatThrownBy(
            () ->
                node.quarantine()
                    .redrive(RedriveRequest.newBuilder().setJob(PoisonJob.NAME).build()))
        .hasMessageContaining("1 to 1000 ids, or all");
    assertThatThrownBy(
            () ->
                node.quarantine()
                    .getQuarantined(
                        GetQuarantinedRequest.newBuilder()
                            .setJob(PoisonJob.NAME)
                            .setId(QuarantineId.newBuilder().setNumber(99))
                            .build()))
        .hasMessageContaining("NOT_FOUND")
        .hasMessageContaining("id=0:99");
  }

  @Test
  void givenHttpAndJson_whenListedShownAndRedriven_thenTheSame() throws Exception {
    submit("web", "poison");
    QuarantineId id = list().get(0).getId();
    poison.mend();

    String listed = http("GET", "/quarantine");
    String shown = http("GET", "/quarantine/" + id.getPartition() + "/" + id.getNumber());
    String redriven = http("POST", "/quarantine:redrive", "{\"all\":true}");

    assertThat(listed).contains("\"keyText\":\"web\"").doesNotContain("valueText");
    assertThat(shown).contains("\"valueText\":\"poison\"");
    assertThat(redriven).contains("\"redriven\":\"1\"");
  }

  private String http(String method, String path, String... body) throws Exception {
    HttpResponse<String> response =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(
                        URI.create("http://" + node.address() + "/v1/jobs/poison" + path))
                    .header("content-type", "application/json")
                    .method(
                        method,
                        body.length == 0
                            ? HttpRequest.BodyPublishers.noBody()
                            : HttpRequest.BodyPublishers.ofString(body[0]))
                    .build(),
                HttpResponse.BodyHandlers.ofString());
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return response.body();
  }
}
