// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.chaos;

import io.millrace.block.Block;
import io.millrace.client.ClientSettings;
import io.millrace.client.MillraceClient;
import io.millrace.codec.Dictionaries;
import io.millrace.model.PartitionId;
import io.millrace.store.BlockDictionaries;
import io.millrace.store.BlockLog;
import io.millrace.store.Head;
import io.millrace.store.JobDictionaries;
import io.millrace.store.JobEntry;
import io.millrace.store.StoredBlock;
import io.millrace.store.Stores;
import io.millrace.v1.Result;
import io.millrace.v1.ScanRequest;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Reads everything back, straight from the store and through gateways, and has it checked. */
final class Inspection {
  private static final long PAGE_BYTES = 2 << 20;
  private static final Duration CALL_MAX = Duration.ofSeconds(60);
  private static final Duration SCAN_MAX = Duration.ofMinutes(3);

  /** Of dictionaries; one job's lie within. */
  private static final long CACHE_BYTES = 16 << 20;

  private final Stores stores;
  private final BlockDictionaries dictionaries;
  private final Workload workload;
  private final Collection<ProducerHistory> histories;
  private final Verdict verdict = new Verdict();
  private Digest[] committed = Digest.some(0);
  private long records;
  private long blocks;

  Inspection(Stores stores, Workload workload, Collection<ProducerHistory> histories) {
    this.stores = stores;
    this.dictionaries = new JobDictionaries(stores.dictionaries(), CACHE_BYTES);
    this.workload = workload;
    this.histories = histories;
  }

  /** Records found in committed blocks. */
  long records() {
    return records;
  }

  /** Committed blocks read. */
  long blocks() {
    return blocks;
  }

  /** Committed main results by partition; none before {@link #run}. */
  Digest[] committed() {
    return committed.clone();
  }

  /** Checks the log, and that each gateway reads the same. */
  Verdict run(List<String> gateways) {
    JobEntry job =
        get(stores.jobs().find(ChaosJob.NAME))
            .orElseThrow(() -> new IllegalStateException("job " + ChaosJob.NAME + " is missing"));
    var checker = new Checker(workload, job.partitions(), histories);
    var digests = Digest.some(job.partitions().count());
    for (int number = 0; number < digests.length; number++) {
      read(new PartitionId(job.id(), number), checker, digests[number]);
    }
    records = checker.records();
    verdict.addAll(checker.finish());
    for (String gateway : gateways) {
      compare(gateway, digests);
    }
    committed = digests;
    return verdict;
  }

  private void read(PartitionId partition, Checker checker, Digest digest) {
    BlockLog log = stores.blocks();
    Head head = get(log.head(partition));
    var chain = new Chain(head, verdict);
    while (chain.sequence() < head.sequence()) {
      List<StoredBlock> page = get(log.read(head, chain.sequence(), PAGE_BYTES));
      if (page.isEmpty()) {
        verdict.found(
            Violation.CHAIN,
            "partition " + partition.number() + " has nothing after " + chain.sequence());
        break;
      }
      Dictionaries named = get(dictionaries.of(page));
      for (StoredBlock stored : page) {
        blocks++;
        chain.take(stored, named).ifPresent(block -> take(block, checker, digest));
      }
    }
    chain.finish();
  }

  private static void take(Block block, Checker checker, Digest digest) {
    checker.take(block);
    for (int i = 0; i < block.results().size(); i++) {
      var result = block.results().get(i);
      if (result.isMain()) {
        digest.add(block.sequence(), i, result.key(), result.value());
      }
    }
  }

  private void compare(String gateway, Digest[] expected) {
    var actual = Digest.some(expected.length);
    try (var client = MillraceClient.connect(List.of(gateway), ClientSettings.defaults())) {
      client
          .resultStreams()
          .withDeadlineAfter(SCAN_MAX.toSeconds(), TimeUnit.SECONDS)
          .scan(ScanRequest.newBuilder().setJob(ChaosJob.NAME).build())
          .forEachRemaining(
              page -> {
                for (Result result : page.getResultsList()) {
                  var at = result.getPosition();
                  actual[at.getPartition()].add(
                      at.getBlock(), at.getIndex(), result.getKey(), result.getValue());
                }
              });
    }
    for (int number = 0; number < expected.length; number++) {
      if (!actual[number].toString().equals(expected[number].toString())) {
        verdict.found(
            Violation.READ,
            gateway + " partition " + number + ": " + actual[number] + ", not " + expected[number]);
      }
    }
  }

  private static <T> T get(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().get(CALL_MAX.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while reading back", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("cannot read back", e);
    }
  }
}
