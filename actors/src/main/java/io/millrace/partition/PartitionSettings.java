// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.partition;

import com.typesafe.config.Config;
import io.millrace.model.Ranges;
import io.millrace.skip.SkipSettings;
import java.time.Duration;

/**
 * How a partition batches, waits and bounds; {@code millrace.partition} in {@code reference.conf}
 * says what each means.
 */
public record PartitionSettings(
    int blockBytes,
    int blockRecords,
    Duration linger,
    int busyBytes,
    Duration fillWait,
    int inFlightBlocksMax,
    long uncommittedBytesMax,
    int outputBytesMax,
    int stateBytesMax,
    String codec,
    Duration commitTimeout,
    Duration retryMin,
    Duration retryMax,
    long recoveryPageBytes,
    int stashMax,
    Duration handOverWait,
    int snapshotBlocks,
    long snapshotBytes,
    Duration snapshotAge,
    Duration snapshotTimeout,
    long retainBlocks,
    Duration retainAge,
    long retainBytes,
    Duration retainCheckInterval,
    int recoveriesMax,
    Duration fencedWait,
    int producersMax,
    Duration producerRetention,
    long quarantineBytesMax,
    long timerBytesMax,
    int timersPerTurnMax,
    long outboxBytesMax,
    int messageBytesMax,
    AskSettings ask,
    SkipSettings index) {
  private static final String PATH = "millrace.partition";

  public PartitionSettings {
    Ranges.check(PATH + ".block-bytes", blockBytes, 1024, 4 << 20);
    Ranges.check(PATH + ".block-records", blockRecords, 1, 1_000_000);
    Ranges.checkMs(PATH + ".linger", linger, 0, 10_000);
    Ranges.check(PATH + ".busy-bytes", busyBytes, 0, blockBytes);
    Ranges.checkMs(PATH + ".fill-wait", fillWait, 0, 10_000);
    Ranges.check(PATH + ".in-flight-blocks-max", inFlightBlocksMax, 1, 64);
    Ranges.check(PATH + ".uncommitted-bytes-max", uncommittedBytesMax, blockBytes, 1L << 30);
    Ranges.check(PATH + ".output-bytes-max", outputBytesMax, 1024, 16 << 20);
    Ranges.check(PATH + ".state-bytes-max", stateBytesMax, 1024, 16 << 20);
    Ranges.checkMs(PATH + ".commit-timeout", commitTimeout, 1, 3_600_000);
    Ranges.checkMs(PATH + ".retry-min", retryMin, 1, 60_000);
    Ranges.checkMs(PATH + ".retry-max", retryMax, retryMin.toMillis(), 600_000);
    Ranges.check(PATH + ".recovery-page-bytes", recoveryPageBytes, 1024, 1L << 30);
    Ranges.check(PATH + ".stash-max", stashMax, 1, 1_000_000);
    Ranges.checkMs(PATH + ".hand-over-wait", handOverWait, 0, 60_000);
    Ranges.check(PATH + ".snapshot-blocks", snapshotBlocks, 1, 1_000_000);
    Ranges.check(PATH + ".snapshot-bytes", snapshotBytes, 1024, 1L << 40);
    Ranges.checkMs(PATH + ".snapshot-age", snapshotAge, 1, 365L * 86_400_000);
    Ranges.checkMs(PATH + ".snapshot-timeout", snapshotTimeout, 1, 86_400_000);
    Ranges.check(PATH + ".retain-blocks", retainBlocks, 0, Long.MAX_VALUE);
    Ranges.checkMs(
        PATH + ".retain-age", retainAge, retainAge.isZero() ? 0 : 1_000, 36_500L * 86_400_000);
    Ranges.check(
        PATH + ".retain-bytes", retainBytes, retainBytes == 0 ? 0 : 1 << 20, Long.MAX_VALUE);
    Ranges.checkMs(PATH + ".retain-check-interval", retainCheckInterval, 10, 86_400_000);
    Ranges.check(PATH + ".recoveries-max", recoveriesMax, 1, 1_000);
    Ranges.checkMs(PATH + ".fenced-wait", fencedWait, 0, 60_000);
    Ranges.check(PATH + ".producers-max", producersMax, 1, 100_000_000);
    Ranges.checkMs(PATH + ".producer-retention", producerRetention, 1, 36_500L * 86_400_000);
    Ranges.check(PATH + ".quarantine-bytes-max", quarantineBytesMax, 1024, 1L << 40);
    Ranges.check(PATH + ".timer-bytes-max", timerBytesMax, 1024, 1L << 40);
    Ranges.check(PATH + ".timers-per-turn-max", timersPerTurnMax, 1, 1_000_000);
    Ranges.check(PATH + ".outbox-bytes-max", outboxBytesMax, 1024, 1L << 40);
    Ranges.check(PATH + ".message-bytes-max", messageBytesMax, 1024, 3 << 20);
  }

  /** The same with blocks that wait at least so long for more. Range: 0 to 10 s. */
  public PartitionSettings lingering(Duration least) {
    return least.compareTo(linger) <= 0 ? this : with(least, producerRetention);
  }

  /** The same with producers that expire after so long; zero leaves it as it is. */
  public PartitionSettings retainingProducers(Duration time) {
    return time.isZero() ? this : with(linger, time);
  }

  private PartitionSettings with(Duration newLinger, Duration newProducerRetention) {
    return new PartitionSettings(
        blockBytes,
        blockRecords,
        newLinger,
        busyBytes,
        fillWait,
        inFlightBlocksMax,
        uncommittedBytesMax,
        outputBytesMax,
        stateBytesMax,
        codec,
        commitTimeout,
        retryMin,
        retryMax,
        recoveryPageBytes,
        stashMax,
        handOverWait,
        snapshotBlocks,
        snapshotBytes,
        snapshotAge,
        snapshotTimeout,
        retainBlocks,
        retainAge,
        retainBytes,
        retainCheckInterval,
        recoveriesMax,
        fencedWait,
        producersMax,
        newProducerRetention,
        quarantineBytesMax,
        timerBytesMax,
        timersPerTurnMax,
        outboxBytesMax,
        messageBytesMax,
        ask,
        index);
  }

  /** Reads {@code millrace.partition}. */
  public static PartitionSettings from(Config root) {
    Config c = root.getConfig(PATH);
    return new PartitionSettings(
        Math.toIntExact(c.getBytes("block-bytes")),
        c.getInt("block-records"),
        c.getDuration("linger"),
        Math.toIntExact(c.getBytes("busy-bytes")),
        c.getDuration("fill-wait"),
        c.getInt("in-flight-blocks-max"),
        c.getBytes("uncommitted-bytes-max"),
        Math.toIntExact(c.getBytes("output-bytes-max")),
        Math.toIntExact(c.getBytes("state-bytes-max")),
        c.getString("codec"),
        c.getDuration("commit-timeout"),
        c.getDuration("retry-min"),
        c.getDuration("retry-max"),
        c.getBytes("recovery-page-bytes"),
        c.getInt("stash-max"),
        c.getDuration("hand-over-wait"),
        c.getInt("snapshot-blocks"),
        c.getBytes("snapshot-bytes"),
        c.getDuration("snapshot-age"),
        c.getDuration("snapshot-timeout"),
        c.getLong("retain-blocks"),
        c.getDuration("retain-age"),
        c.getBytes("retain-bytes"),
        c.getDuration("retain-check-interval"),
        c.getInt("recoveries-max"),
        c.getDuration("fenced-wait"),
        c.getInt("producers-max"),
        c.getDuration("producer-retention"),
        c.getBytes("quarantine-bytes-max"),
        c.getBytes("timer-bytes-max"),
        c.getInt("timers-per-turn-max"),
        c.getBytes("outbox-bytes-max"),
        Math.toIntExact(c.getBytes("message-bytes-max")),
        AskSettings.from(root),
        new SkipSettings(
            c.getInt("index.fields-max"),
            c.getInt("index.prefix-bytes"),
            c.getDouble("index.key-false-positive-rate"),
            c.getDouble("index.false-positive-rate")));
  }
}
