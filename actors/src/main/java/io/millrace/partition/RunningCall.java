// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.partition;

import io.millrace.model.DataRecord;
import io.millrace.model.PartitionId;
import io.millrace.serde.Keys;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The call that a partition's processor is in, as its owner and the node's watch see it.
 *
 * <p>One word holds the number of the call and what it is at: idle, running, being interrupted,
 * interrupted. The owner counts the number up with each call and leaves with a compare-and-set from
 * running to idle, or from interrupted to idle. The watch goes from running to being-interrupted
 * the same way, and only then looks at the thread and interrupts it. So the two exclude each other:
 * while the watch works on a thread, that thread cannot leave the call, and once it has left it is
 * left alone. An owner pays a store and a compare-and-set for each call, and reads no clock: the
 * watch measures from when it first saw the number.
 */
final class RunningCall implements CallWatch {
  private static final Logger LOG = LoggerFactory.getLogger(RunningCall.class);

  private static final int PHASE_BITS = 2;
  private static final int IDLE = 0;
  private static final int RUNNING = 1;
  private static final int INTERRUPTING = 2;
  private static final int INTERRUPTED = 3;

  /** A processor's deadline is looked at so many times at least. */
  private static final int LOOKS_MIN = 10;

  /** How long an owner waits before it looks again whether the watch is done with its call. */
  private static final long SETTLE_NANOS = 50_000;

  private final String job;
  private final PartitionId partition;
  private final Duration deadline;
  private final WatchSettings settings;
  private final long intervalNanos;
  private final Consumer<RunningCall> onFirst;
  private final Consumer<RunningCall> onClose;
  private final AtomicLong word = new AtomicLong();

  // The owner's; the watch reads them only while it keeps the owner in the call.
  private long number;
  private boolean known;
  private Thread thread = Thread.currentThread();
  private String producer = "";
  private @Nullable DataRecord record;

  /** Written by the watch before the call is interrupted, read by the owner after. */
  private Optional<DeadlineException> verdict = Optional.empty();

  // The watch's.
  private long seenNumber;
  private long seenNanos;
  private long interruptedNanos;
  private boolean reported;

  /**
   * @param onFirst told before the first call, and before one that comes after {@link #close}
   * @param onClose told that nobody needs to look here any more
   */
  RunningCall(
      String job,
      PartitionId partition,
      Duration deadline,
      WatchSettings settings,
      Consumer<RunningCall> onFirst,
      Consumer<RunningCall> onClose) {
    this.job = job;
    this.partition = partition;
    this.deadline = deadline;
    this.settings = settings;
    this.intervalNanos =
        Math.max(
            Duration.ofMillis(1).toNanos(),
            Math.min(settings.intervalMax().toNanos(), deadline.toNanos() / LOOKS_MIN));
    this.onFirst = onFirst;
    this.onClose = onClose;
  }

  @Override
  public void begin(String from, DataRecord with) {
    number++;
    thread = Thread.currentThread();
    producer = from;
    record = with;
    word.setRelease(word(RUNNING));
    if (!known) {
      known = true;
      onFirst.accept(this);
    }
  }

  @Override
  public Optional<DeadlineException> end() {
    Optional<DeadlineException> end = Optional.empty();
    if (!word.compareAndSet(word(RUNNING), word(IDLE))) {
      // Rare and short: the watch takes a stack, and may need this core for it.
      while (!word.compareAndSet(word(INTERRUPTED), word(IDLE))) {
        LockSupport.parkNanos(this, SETTLE_NANOS);
      }
      Thread.interrupted();
      end = verdict;
      verdict = Optional.empty();
    }
    record = null;
    return end;
  }

  @Override
  public void close() {
    known = false;
    onClose.accept(this);
  }

  private long word(int phase) {
    return number << PHASE_BITS | phase;
  }

  /** How often {@link #look} wants to be called. */
  long intervalNanos() {
    return intervalNanos;
  }

  /** Interrupts the call if it is past its deadline; for the node's watch, in one thread. */
  void look(long nowNanos) {
    long now = word.getAcquire();
    int phase = (int) (now & ((1 << PHASE_BITS) - 1));
    long seen = now >>> PHASE_BITS;
    if (reported && (phase == IDLE || seen != seenNumber)) {
      reported = false;
      LOG.atWarn()
          .addKeyValue("job", job)
          .addKeyValue("partition", partition)
          .addKeyValue("ms", ms(nowNanos - seenNanos))
          .log("stuck processor has come back");
    }
    if (phase == IDLE) {
      return;
    }
    if (seen != seenNumber) {
      seenNumber = seen;
      seenNanos = nowNanos;
      return;
    }
    boolean late = phase == RUNNING && nowNanos - seenNanos >= deadline.toNanos();
    boolean again =
        phase == INTERRUPTED && nowNanos - interruptedNanos >= settings.stuckAfter().toNanos();
    if ((late || again) && word.compareAndSet(now, seen << PHASE_BITS | INTERRUPTING)) {
      try {
        interrupt(Duration.ofNanos(nowNanos - seenNanos), again);
      } finally {
        interruptedNanos = nowNanos;
        word.setRelease(seen << PHASE_BITS | INTERRUPTED);
      }
    }
  }

  private void interrupt(Duration elapsed, boolean again) {
    StackTraceElement[] stack = thread.getStackTrace();
    if (!again) {
      verdict =
          Optional.of(new DeadlineException(deadline, elapsed, thread.getName(), inside(stack)));
    } else if (!reported) {
      reported = true;
      var where = new Throwable("where it is");
      where.setStackTrace(stack);
      LOG.atError()
          .addKeyValue("job", job)
          .addKeyValue("partition", partition)
          .addKeyValue("key", record == null ? "" : Keys.show(record.key()))
          .addKeyValue("producer", producer)
          .addKeyValue("sequence", record == null ? 0 : record.sequence())
          .addKeyValue("thread", thread.getName())
          .addKeyValue("ms", elapsed.toMillis())
          .addKeyValue("expected", "a processor that ends when interrupted; restart the node")
          .setCause(where)
          .log("processor is stuck, its partition and one thread with it");
    }
    thread.interrupt();
  }

  /** What the processor was at, without those that called it; all, if it had just ended. */
  private static StackTraceElement[] inside(StackTraceElement[] stack) {
    int depth = 0;
    while (depth < stack.length
        && !stack[depth].getClassName().equals(RecordRunner.class.getName())) {
      depth++;
    }
    return depth == 0 ? stack : Arrays.copyOf(stack, depth);
  }

  private static long ms(long nanos) {
    return Duration.ofNanos(nanos).toMillis();
  }
}
