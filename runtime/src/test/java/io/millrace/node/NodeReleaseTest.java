// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.client.ClientSettings;
import io.millrace.client.MillraceClient;
import io.millrace.processor.Effect;
import io.millrace.processor.Job;
import io.millrace.v1.ListJobsRequest;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An application may start and stop as many nodes as it likes. */
@Timeout(120)
class NodeReleaseTest {
  /** Something large that a job's processors share. */
  private static final class Model {
    final byte[] bytes = new byte[1 << 20];
  }

  /**
   * Armeria's cache of routes is one for all servers of a JVM, and keeps services that are gone.
   */
  @Test
  void givenNodeThatWasAsked_whenClosed_thenWhatItsJobsHoldIsLetGo() {
    WeakReference<Model> model = runOnce();

    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () -> {
              System.gc();
              assertThat(model.get()).isNull();
            });
  }

  private static WeakReference<Model> runOnce() {
    var model = new Model();
    Job job =
        Job.of(
            "holding",
            () -> {
              int length = model.bytes.length;
              return (record, context) ->
                  length > 0 ? Effect.builder().emit(record.value()).build() : Effect.none();
            });
    try (Node node =
            Node.start(
                NodeSettings.parse(
                    "millrace.node { store = memory, gateway.port = 0, cluster.port = 0 }"),
                List.of(job));
        MillraceClient client =
            MillraceClient.connect(List.of(node.gatewayAddress()), ClientSettings.defaults())) {
      assertThat(client.jobs().listJobs(ListJobsRequest.getDefaultInstance()).getJobsList())
          .hasSize(1);
    }
    return new WeakReference<>(model);
  }
}
