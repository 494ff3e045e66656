// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.chaos;

import io.millrace.store.cassandra.CassandraSettings;
import io.millrace.store.cassandra.CassandraStores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Some faults, one after the other, under load on an empty keyspace; in the end all is read back
 * and checked. Used by one thread.
 */
final class Phase {
  private static final Logger LOG = LoggerFactory.getLogger(Phase.class);
  private static final Duration FIRST_MAX = Duration.ofMinutes(2);
  private static final Duration TAIL_MAX = Duration.ofMinutes(2);
  private static final int PRODUCERS = 4;
  private static final int KEYS = 1_500;

  private final Testbed bed;
  private final Path folder;
  private final String keyspace;
  private final long seed;
  private final Producer.Load load;
  private final RandomGenerator random;
  private final Progress progress = new Progress(ChaosJob.PARTITIONS);
  private final PhaseResult result;
  private final StallWatch stalls;

  Phase(
      Testbed bed,
      Path folder,
      String keyspace,
      long seed,
      Producer.Load load,
      RandomGenerator random)
      throws IOException {
    this.bed = bed;
    this.folder = Files.createDirectories(folder);
    this.keyspace = keyspace;
    this.seed = seed;
    this.load = load;
    this.random = random;
    this.result = new PhaseResult(keyspace);
    this.stalls = new StallWatch(progress, StallWatch.Patience.LONG, result.verdict);
  }

  /** Runs it; nodes are running before and after. */
  PhaseResult run(Iterable<Fault> faults) throws InterruptedException, IOException {
    var workload = new Workload(seed, KEYS);
    var names = new ArrayList<String>();
    long startNs = System.nanoTime();
    try (var tailer = Tailer.start(bed.nodes().gateways(), ChaosJob.PARTITIONS)) {
      load(workload, names, faults, startNs);
      result.lasted = Duration.ofNanos(System.nanoTime() - startNs);
      inspect(workload, names, tailer);
    }
    return result;
  }

  private void load(Workload workload, List<String> names, Iterable<Fault> faults, long startNs)
      throws InterruptedException, IOException {
    var producers = new ArrayList<Producer>();
    try {
      for (int n = 0; n < PRODUCERS; n++) {
        names.add("p" + n);
        producers.add(Producer.start("p" + n, turned(n), workload, load, progress, folder));
      }
      if (progress.awaitAll(progress.all(), startNs, FIRST_MAX).isEmpty()) {
        throw new IllegalStateException("no progress before the first fault, see " + folder);
      }
      for (Fault fault : faults) {
        run(fault);
      }
      stalls.finish(producers);
    } finally {
      for (Producer producer : producers) {
        result.sessionFailures += producer.failures();
        producer.close();
      }
    }
  }

  /** All gateways, beginning with another one for each producer. */
  private List<String> turned(int n) {
    var gateways = new ArrayList<>(bed.nodes().gateways());
    Collections.rotate(gateways, n);
    return gateways;
  }

  private void run(Fault fault) throws InterruptedException, IOException {
    LOG.atInfo().addKeyValue("fault", fault.name()).log("inject");
    long acknowledged = progress.acknowledged();
    int rescues = bed.nodes().rescues();
    progress.watch(progress.all(), System.nanoTime());
    fault.inject(bed, random);
    // A fault that waits for its victims counts from when they are down.
    fault.hit().ifPresent(hit -> progress.watch(hit, System.nanoTime()));
    TimeUnit.MILLISECONDS.sleep(fault.hold().toMillis());
    long meanwhile = progress.acknowledged() - acknowledged;
    fault.heal(bed);
    long healNs = System.nanoTime();
    var first = progress.awaitFirst(FIRST_MAX);
    var recovered = stalls.awaitRecovery(fault.name(), healNs, bed.nodes()::awaitHealthy);
    var occurrence =
        new Occurrence(fault.name(), meanwhile, first, recovered, bed.nodes().rescues() - rescues);
    LOG.atInfo().addKeyValue("went", occurrence).log("recovered");
    result.occurrences.add(occurrence);
  }

  private void inspect(Workload workload, List<String> names, Tailer tailer)
      throws IOException, InterruptedException {
    var histories = new ArrayList<ProducerHistory>();
    for (String name : names) {
      var history = Journal.read(folder, name);
      histories.add(history);
      result.submitted += history.last();
      result.acknowledged += history.acknowledgedCount();
      for (long sequence = 1; sequence <= history.last(); sequence++) {
        if (history.isAcknowledged(sequence)) {
          result.latencyMs.recordValue(
              TimeUnit.NANOSECONDS.toMillis(
                  history.acknowledgedNs(sequence) - history.submittedNs(sequence)));
        }
      }
    }
    var settings =
        CassandraSettings.of(bed.database().direct(), bed.database().datacenter(), keyspace);
    try (var stores = CassandraStores.connect(settings)) {
      var inspection = new Inspection(stores, workload, histories);
      result.verdict.addAll(inspection.run(bed.nodes().gateways()));
      tailer.compare(inspection.committed(), TAIL_MAX, result.verdict);
      result.committed = inspection.records();
      result.blocks = inspection.blocks();
    }
    LOG.atInfo()
        .addKeyValue("phase", keyspace)
        .addKeyValue("submitted", result.submitted)
        .addKeyValue("acknowledged", result.acknowledged)
        .addKeyValue("committed", result.committed)
        .addKeyValue("blocks", result.blocks)
        .addKeyValue("tails", tailer.streams())
        .addKeyValue("verdict", result.verdict)
        .log("checked");
  }
}
