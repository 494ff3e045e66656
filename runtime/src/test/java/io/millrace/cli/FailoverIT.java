// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.client.ClientSettings;
import io.millrace.client.MillraceClient;
import io.millrace.client.ProducerListener;
import io.millrace.client.ProducerSession;
import io.millrace.v1.ProducerMode;
import io.millrace.v1.Receipt;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Three nodes, each a JVM of its own, with the reference settings: an owner is killed under load,
 * and its partitions acknowledge again. {@code -Dmillrace.it.kills=5} for the figure in
 * docs/cluster.md.
 *
 * <p>Takes minutes on a busy machine: run with {@code -Dmillrace.it.cluster=true}.
 */
@EnabledIfSystemProperty(named = "millrace.it.cluster", matches = "true")
@Timeout(600)
class FailoverIT {
  private static final Logger LOG = LoggerFactory.getLogger(FailoverIT.class);
  private static final int KILLS = Integer.getInteger("millrace.it.kills", 1);
  private static final Duration LONG = Duration.ofSeconds(90);

  /** When each partition first acknowledged under the owner it has. */
  private static final class FirstAcks implements ProducerListener {
    private final Map<Integer, Long> epochs = new HashMap<>();
    private final Map<Integer, Long> nanos = new ConcurrentHashMap<>();

    private long firstNanos(int partition) {
      return nanos.getOrDefault(partition, Long.MIN_VALUE / 2);
    }

    @Override
    public void onReceipt(Receipt receipt, int coveredCount) {
      Long before = epochs.put(receipt.getPartition(), receipt.getEpoch());
      if (before == null || before != receipt.getEpoch()) {
        nanos.put(receipt.getPartition(), System.nanoTime());
      }
    }
  }

  @Test
  void givenLoad_whenAnOwnerIsKilled_thenItsPartitionsAcknowledgeAgain() throws Exception {
    var acks = new FirstAcks();
    long submitted;
    try (LocalNodes nodes = LocalNodes.start("failover_it", 3, "")) {
      // Through a gateway that lives: what is measured is the owners' absence.
      try (MillraceClient client =
              MillraceClient.connect(nodes.gateways().subList(0, 1), ClientSettings.defaults());
          ProducerSession session =
              client.openProducer(
                  LocalNodes.JOB, "failover", ProducerMode.PRODUCER_MODE_FRESH, acks)) {
        var load = new SteadyLoad(session, new AckPauses());
        try (load) {
          for (int kill = 0; kill < KILLS; kill++) {
            killOne(nodes, 1 + kill % 2, load, acks);
          }
        }
        submitted = load.submitted();
        session.finish();
        assertThat(session.counters().acknowledged()).isEqualTo(submitted);
      }
      Map<String, Integer> counts = nodes.scan(0);
      for (long i = 0; i < submitted; i++) {
        assertThat(counts).as("record %d", i).containsEntry(SteadyLoad.key(i), 1);
      }
    }
  }

  private static void killOne(LocalNodes nodes, int victim, SteadyLoad load, FirstAcks acks) {
    String address = nodes.clusterAddress(victim);
    await().atMost(LONG).until(() -> nodes.owners(0).values().stream().anyMatch(address::equals));
    load.run(Duration.ofSeconds(2));
    Set<Integer> orphans =
        nodes.owners(0).entrySet().stream()
            .filter(entry -> entry.getValue().equals(address))
            .map(Map.Entry::getKey)
            .collect(Collectors.toSet());
    long killed = System.nanoTime();
    nodes.kill(victim);
    await()
        .atMost(LONG)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> orphans.stream().allMatch(p -> acks.firstNanos(p) > killed));
    List<Long> ms =
        orphans.stream()
            .map(p -> Duration.ofNanos(acks.firstNanos(p) - killed).toMillis())
            .sorted()
            .toList();
    LOG.atInfo()
        .addKeyValue("partitions", orphans.size())
        .addKeyValue("firstAckMs", ms.get(0))
        .addKeyValue("lastPartitionMs", ms.get(ms.size() - 1))
        .log("owner killed");
    nodes.startAgain(victim);
  }
}
