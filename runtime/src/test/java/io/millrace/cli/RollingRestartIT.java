// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.client.ClientSettings;
import io.millrace.client.MillraceClient;
import io.millrace.client.ProducerSession;
import io.millrace.v1.ProducerMode;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Three nodes, each a JVM of its own, over one real Cassandra: each is told to stop and started
 * again on its ports, under load. No request fails, no record is lost or taken twice.
 *
 * <p>Takes minutes on a busy machine: run with {@code -Dmillrace.it.cluster=true}.
 */
@EnabledIfSystemProperty(named = "millrace.it.cluster", matches = "true")
@Timeout(400)
class RollingRestartIT {
  private static final Logger LOG = LoggerFactory.getLogger(RollingRestartIT.class);
  private static final Duration SETTLE = Duration.ofSeconds(5);

  /** Moves are planned here; a build machine with much to do must not add crashes of its own. */
  private static final String PATIENT = "millrace.cluster.failure-detector-pause = 30 s";

  private LocalNodes nodes;

  @BeforeEach
  void start() throws Exception {
    nodes = LocalNodes.start("rolling_restart_it", 3, PATIENT);
  }

  @AfterEach
  void stop() {
    nodes.close();
  }

  @Test
  void givenLoad_whenEachNodeIsRestarted_thenNoRequestFailsAndNoRecordIsLostOrTakenTwice()
      throws Exception {
    var pauses = new AckPauses();
    var unary = new UnaryLoad(nodes.gateways());
    var moves = new TreeMap<String, AckPauses.Summary>();
    long submitted;
    try (MillraceClient client =
            MillraceClient.connect(
                nodes.gateways(),
                ClientSettings.defaults()
                    .withReconnect(
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(60),
                        Duration.ofMillis(10),
                        Duration.ofMillis(500)));
        ProducerSession session =
            client.openProducer(
                LocalNodes.JOB, "rolling", ProducerMode.PRODUCER_MODE_FRESH, pauses)) {
      var load = new SteadyLoad(session, pauses);
      try (load;
          unary) {
        load.run(SETTLE);
        moves.put("steady", pauses.take());
        for (int n = 0; n < 3; n++) {
          int node = n;
          load.runWhile(() -> nodes.stopInOrder(node));
          load.run(Duration.ofSeconds(1));
          moves.put("stop " + n, pauses.take());
          load.runWhile(() -> nodes.startAgain(node));
          load.run(SETTLE);
          moves.put("start " + n, pauses.take());
        }
      }
      submitted = load.submitted();
      session.finish();
      assertThat(session.counters().acknowledged()).isEqualTo(submitted);
    }

    moves.forEach(
        (move, summary) ->
            LOG.atInfo().addKeyValue("move", move).addKeyValue("pause", summary).log("measured"));
    LOG.atInfo().addKeyValue("unary", unary).log("measured");
    assertThat(unary.failures()).as("requests that failed otherwise than UNAVAILABLE").isEmpty();
    assertThat(unary.answered()).isGreaterThan(100);
    Map<String, Integer> counts = nodes.scan(0);
    for (long i = 0; i < submitted; i++) {
      assertThat(counts).as("record %d", i).containsEntry(SteadyLoad.key(i), 1);
    }
    for (String key : unary.acknowledgedKeys()) {
      assertThat(counts).as("batch record %s", key).containsKey(key);
    }
  }
}
