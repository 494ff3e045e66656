// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.partition;

import io.millrace.model.MillraceException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the states of a node's partitions may take together, in memory and on disk. A partition may
 * use what others leave; above the maximum, those beyond an equal share put cold keys on disk.
 * Thread-safe. Close it after the partitions: then the cold keys are gone.
 */
public final class StateBudget implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StateBudget.class);
  private static final long STEP_MAX = 64 << 10;
  private static final int STEPS = 4_096;

  private final long memoryMax;
  private final long diskMax;
  private final Supplier<ColdKeys.Store> opener;
  private final List<StateShare> shares = new CopyOnWriteArrayList<>();
  private final AtomicLong memory = new AtomicLong();
  private final AtomicLong disk = new AtomicLong();
  private ColdKeys.@Nullable Store store;
  private boolean unusable;

  /**
   * @param memoryMax bytes in memory
   * @param diskMax bytes of cold keys, 0 for none
   * @param opener opens the place of cold keys, once and only when it is needed; if it fails there
   *     is none
   */
  public StateBudget(long memoryMax, long diskMax, Supplier<ColdKeys.Store> opener) {
    this.memoryMax = memoryMax;
    this.diskMax = diskMax;
    this.opener = opener;
  }

  /** One that is never used up. */
  public static StateBudget unbounded() {
    return new StateBudget(
        Long.MAX_VALUE,
        0,
        () -> {
          throw new IllegalStateException("cold keys: none (expected: never asked for)");
        });
  }

  /** A share for a partition that starts here; close it when the partition ends here. */
  public StateShare open() {
    var share = new StateShare(this, Math.max(1, Math.min(STEP_MAX, memoryMax / STEPS)));
    shares.add(share);
    return share;
  }

  /** Bytes that keys take in memory. */
  public long memoryUsed() {
    return memory.get();
  }

  /** Bytes of keys that lie on disk, before compression. */
  public long diskUsed() {
    return disk.get();
  }

  long memoryMax() {
    return memoryMax;
  }

  /** What each partition may use at least. */
  long fairShare() {
    return memoryMax / Math.max(1, shares.size());
  }

  long addMemory(long bytes) {
    return memory.addAndGet(bytes);
  }

  void addDisk(long bytes) {
    disk.addAndGet(bytes);
  }

  /** Whether so many bytes more may go to disk. */
  boolean hasDisk(long bytes) {
    return diskMax > 0 && disk.get() + bytes <= diskMax && store() != null;
  }

  /** About how many bytes are free, in memory and on disk. */
  long free() {
    long free = Math.max(0, memoryMax - memory.get());
    return hasDisk(0) ? free + diskMax - disk.get() : free;
  }

  /** Asks the partitions that use more than their share to give back. */
  void askOthers() {
    for (StateShare share : shares) {
      share.ask();
    }
  }

  void closed(StateShare share) {
    shares.remove(share);
  }

  /** The place of cold keys, null if there is none. */
  synchronized ColdKeys.@Nullable Store store() {
    if (store == null && !unusable && diskMax > 0) {
      try {
        store = opener.get();
      } catch (MillraceException | LinkageError e) {
        unusable = true;
        LOG.atWarn()
            .setCause(e)
            .addKeyValue("expected", "org.rocksdb:rocksdbjni on the class path and a folder for it")
            .log("no cold keys on disk: states must fit in memory");
      }
    }
    return store;
  }

  /** What is used of what, and which settings say so. */
  String describe() {
    String onDisk = diskMax > 0 && store() == null ? " (not usable, see the log)" : "";
    return memory.get()
        + " bytes of "
        + StateSettings.MEMORY_MAX
        + " = "
        + memoryMax
        + " and "
        + disk.get()
        + " of "
        + StateSettings.DISK_MAX
        + " = "
        + diskMax
        + onDisk
        + " are used on this node";
  }

  @Override
  public synchronized void close() {
    unusable = true;
    if (store != null) {
      store.close();
      store = null;
    }
  }
}
