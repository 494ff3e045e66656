// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many clients at one gateway whose store hangs: together they hold no more than the node may. */
@Timeout(60)
class ManyClientsTest {
  private static final int CLIENTS = 24;
  private static final int VALUE_BYTES = 64 << 10;
  private static final int NODE_BYTES = 4 << 20;

  /** What lies unread with the transport for each client: a stream's window, and buffers. */
  private static final int UNREAD_BYTES = 2 << 20;

  private final ValveStores stores = new ValveStores();
  private TestNode node;

  @BeforeEach
  void start() {
    node =
        TestNode.start(
            "millrace.ingest { client-bytes-max = 4 MiB, node-bytes-max = " + NODE_BYTES + " }",
            stores);
  }

  @AfterEach
  void stop() {
    stores.open();
    node.close();
  }

  private static int sent(List<Push> clients) {
    return clients.stream().mapToInt(Push::sent).sum();
  }

  @Test
  void givenManyClients_whenTheStoreStalls_thenTheNodeHoldsItsBudgetAndLaterEachClientGoesOn()
      throws Exception {
    stores.stall();
    var clients = new ArrayList<Push>();
    for (int i = 0; i < CLIENTS; i++) {
      clients.add(new Push(node.submit(), "latest", "client-" + i, VALUE_BYTES, 1 << 20));
    }
    await().atMost(Duration.ofSeconds(20)).until(() -> sent(clients) > CLIENTS);
    var before = new int[] {-1};
    await()
        .during(Duration.ofSeconds(3))
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> {
              int last = before[0];
              before[0] = sent(clients);
              return last == before[0];
            });

    // Without the budget each client's own limits let 2 MiB and more in.
    assertThat((long) sent(clients) * VALUE_BYTES)
        .isLessThan(NODE_BYTES + CLIENTS * (VALUE_BYTES + (long) UNREAD_BYTES));
    clients.forEach(client -> client.stopAt(client.sent() + 8));
    stores.open();

    for (Push client : clients) {
      assertThat(client.end(Duration.ofSeconds(40)).getCode()).isEqualTo(Status.Code.OK);
      assertThat(client.acknowledged()).isEqualTo(client.sent());
    }
  }
}
