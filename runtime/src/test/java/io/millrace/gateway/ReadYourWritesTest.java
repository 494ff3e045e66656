// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.store.Stores;
import io.millrace.store.memory.InMemoryStores;
import io.millrace.v1.GetRequest;
import io.millrace.v1.GetResponse;
import io.millrace.v1.Receipt;
import io.millrace.v1.Record;
import io.millrace.v1.SubmitBatchRequest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Reads that demand to reflect a receipt, through the gateway that gave it and another one. */
@Timeout(120)
class ReadYourWritesTest {
  private static TestNode writer;
  private static TestNode reader;

  @BeforeAll
  static void start() {
    Stores stores = new InMemoryStores();
    writer = TestNode.start("", stores);
    reader =
        TestNode.start(
            "millrace.query.ask-timeout = 1 s\nmillrace.node.cluster.seed-nodes = [\""
                + writer.clusterAddress()
                + "\"]",
            stores);
  }

  @AfterAll
  static void stop() {
    reader.close();
    writer.close();
  }

  private static Receipt submit(String key, String value) {
    return writer
        .submitBlocking()
        .submitBatch(
            SubmitBatchRequest.newBuilder()
                .setJob("latest")
                .addRecords(Record.newBuilder().setKeyText(key).setValueText(value))
                .build())
        .getReceipts(0);
  }

  private static GetResponse get(String key, Receipt... atLeast) {
    var request = GetRequest.newBuilder().setJob("latest").setKeyText(key);
    for (Receipt receipt : atLeast) {
      request.addAtLeast(receipt);
    }
    return reader.results().get(request.build());
  }

  @Test
  void givenReceipt_whenReadThroughAnotherGatewayAtLeastIt_thenTheWriteIsThere() {
    for (int i = 1; i <= 50; i++) {
      Receipt receipt = submit("own", "v" + i);

      GetResponse response = get("own", receipt);

      assertThat(response.getResult().getValueText()).isEqualTo("v" + i);
      assertThat(response.getAsOf().getBlock()).isGreaterThanOrEqualTo(receipt.getBlock());
    }
  }

  @Test
  void givenReceiptFromTheFuture_whenRead_thenUnavailableInTimeNamingTheBlock() {
    Receipt receipt = submit("future", "v");
    Receipt later = receipt.toBuilder().setBlock(receipt.getBlock() + 1_000).build();

    assertThatThrownBy(() -> get("future", receipt, later))
        .hasMessageContaining("UNAVAILABLE")
        .hasMessageContaining("block " + later.getBlock() + " is not committed yet");
  }

  @Test
  void givenReceiptOfAnotherPartition_whenRead_thenItIsNotWaitedFor() {
    Receipt receipt = submit("mine", "v");
    int other = (receipt.getPartition() + 1) % 4;
    Receipt foreign = Receipt.newBuilder().setPartition(other).setBlock(1_000_000).build();

    assertThat(get("mine", receipt, foreign).getResult().getValueText()).isEqualTo("v");
  }
}
