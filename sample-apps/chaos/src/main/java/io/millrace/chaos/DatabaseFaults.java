// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.chaos;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** What happens to Cassandra's processes. */
final class DatabaseFaults {
  private static final int STUTTERS = 12;
  private static final long STUTTER_STOP_MS = 700;
  private static final long STUTTER_RUN_MS = 150;

  private DatabaseFaults() {}

  /** {@code kill -9} of one node or all, and restart. */
  static final class Kill implements Fault {
    private final boolean all;
    private final Duration hold;
    private List<Integer> victims = List.of();

    Kill(boolean all, Duration hold) {
      this.all = all;
      this.hold = hold;
    }

    @Override
    public String name() {
      return all ? "kill -9 of all Cassandra nodes" : "kill -9 of a Cassandra node";
    }

    @Override
    public void inject(Testbed bed, RandomGenerator random) throws InterruptedException {
      int count = bed.database().size();
      victims = all ? IntStream.range(0, count).boxed().toList() : List.of(random.nextInt(count));
      for (int victim : victims) {
        bed.database().kill(victim);
      }
    }

    @Override
    public Duration hold() {
      return hold;
    }

    @Override
    public void heal(Testbed bed) throws InterruptedException, IOException {
      for (int victim : victims) {
        bed.database().restart(victim);
      }
    }
  }

  /** SIGSTOP of one node, in the middle of whatever it coordinates, and SIGCONT. */
  static final class Freeze implements Fault {
    private final Duration hold;
    private int victim;

    Freeze(Duration hold) {
      this.hold = hold;
    }

    @Override
    public String name() {
      return "SIGSTOP of a Cassandra node amid commits";
    }

    @Override
    public void inject(Testbed bed, RandomGenerator random) {
      victim = random.nextInt(bed.database().size());
      bed.database().freeze(victim);
    }

    @Override
    public Duration hold() {
      return hold;
    }

    @Override
    public void heal(Testbed bed) {
      bed.database().thaw(victim);
    }
  }

  /** One node, or the file system of its commit log, stands still most of the time. */
  static final class Stutter implements Fault {
    private final boolean disk;

    Stutter(boolean disk) {
      this.disk = disk;
    }

    @Override
    public String name() {
      return disk ? "slow disk below a commit log" : "Cassandra node stutters";
    }

    @Override
    public void inject(Testbed bed, RandomGenerator random) throws InterruptedException {
      if (disk) {
        SmallDisk small = bed.smallDisk().orElseThrow();
        stutter(small::freeze, small::thaw);
      } else {
        int victim = random.nextInt(bed.database().size());
        stutter(() -> bed.database().freeze(victim), () -> bed.database().thaw(victim));
      }
    }

    private static void stutter(Runnable stop, Runnable goOn) throws InterruptedException {
      for (int time = 0; time < STUTTERS; time++) {
        stop.run();
        try {
          TimeUnit.MILLISECONDS.sleep(STUTTER_STOP_MS);
        } finally {
          goOn.run();
        }
        TimeUnit.MILLISECONDS.sleep(STUTTER_RUN_MS);
      }
    }

    @Override
    public Duration hold() {
      return Duration.ZERO;
    }

    @Override
    public void heal(Testbed bed) {}
  }

  /** Fills the file system of one node's commit log; then room is made and the node restarted. */
  static final class FillDisk implements Fault {
    private final Duration hold;

    FillDisk(Duration hold) {
      this.hold = hold;
    }

    @Override
    public String name() {
      return "full disk below a commit log";
    }

    @Override
    public void inject(Testbed bed, RandomGenerator random) throws IOException {
      bed.smallDisk().orElseThrow().fill();
    }

    @Override
    public Duration hold() {
      return hold;
    }

    @Override
    public void heal(Testbed bed) throws InterruptedException, IOException {
      bed.smallDisk().orElseThrow().makeRoom();
      bed.database().kill(Testbed.SMALL_DISK_NODE);
      bed.database().restart(Testbed.SMALL_DISK_NODE);
    }
  }
}
