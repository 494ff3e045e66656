// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus;

import com.google.protobuf.ByteString;
import io.grpc.StatusRuntimeException;
import io.millrace.client.MillraceClient;
import io.millrace.client.ProducerListener;
import io.millrace.client.ProducerSession;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.millrace.v1.DescribeJobResponse;
import io.millrace.v1.Partition;
import io.millrace.v1.ProducerMode;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Brings what documents and bands have to say to documents back into the job, and knows when there
 * is nothing left to say. Whatever stops it, the next one goes on where it was: what a partition
 * put out is numbered by its place in the log, so nothing gets lost or comes twice. Of two at a
 * time the newer one works, and the older one waits until it stands still.
 *
 * <p>Memory: what the client's settings let be without answer, for each partition of the two stages
 * that puts something out. {@link #settle} and {@link #close} are for one thread.
 */
final class Feedback implements AutoCloseable {
  private static final List<String> STAGES =
      List.of(DocumentsProcessor.STAGE, BandsProcessor.STAGE);

  /** A log's checkpoint is noted behind so many messages at the latest. */
  private static final long CHECKPOINT_MESSAGES_MAX = 20_000;

  /** A job that makes no step for so long while something is awaited is given up. */
  private static final Duration STANDSTILL_MAX = Duration.ofMinutes(2);

  /** Notes show within this time, or the job is asked anew. */
  private static final Duration NOTES_MAX = Duration.ofSeconds(5);

  private static final Duration LOOK_EVERY = Duration.ofMillis(200);
  private static final Duration JOIN_MAX = Duration.ofSeconds(10);

  private final MillraceClient client;
  private final String name;
  private final AtomicLong messages = new AtomicLong();
  private final AtomicReference<@Nullable MillraceException> failure = new AtomicReference<>();
  private volatile @Nullable Round round;
  private List<LoopLog> logs = List.of();
  private final List<LoopTail> tails = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private @Nullable ProducerSession notes;

  /** A fence under way. */
  private record Round(ByteString name, CountDownLatch echoes) {}

  private Feedback(MillraceClient client, String name) {
    this.client = client;
    this.name = name;
  }

  /**
   * Starts to bring back what is left from before and what comes.
   *
   * @param client stays open; of its settings those for producers count
   * @param name of who runs it; of two with one name the newer one works
   * @throws MillraceException if the job cannot be reached
   */
  static Feedback start(MillraceClient client, String name) {
    var feedback = new Feedback(client, name);
    try {
      // Who names a wrong address is told at once.
      feedback.begin(Rest.describeOnce(client));
      return feedback;
    } catch (StatusRuntimeException e) {
      feedback.close();
      throw unreachable(e);
    } catch (RuntimeException e) {
      feedback.close();
      throw e;
    }
  }

  private void begin(DescribeJobResponse job) {
    failure.set(null);
    var all = new ArrayList<LoopLog>();
    for (String stage : STAGES) {
      var own = new ArrayList<LoopLog>();
      for (Partition partition : StageMap.of(job, stage).partitions()) {
        ByteString note = Rest.note(client, LoopLog.key(stage, partition.getNumber())).orElse(null);
        own.add(new LoopLog(client, stage, partition.getNumber(), note));
      }
      all.addAll(own);
      tails.add(new LoopTail(client, stage, own, new Told()));
    }
    logs = List.copyOf(all);
    for (LoopTail tail : tails) {
      var thread = new Thread(tail, "corpus-feedback-" + threads.size());
      thread.setDaemon(true);
      threads.add(thread);
      thread.start();
    }
  }

  private final class Told implements LoopTail.Listener {
    @Override
    public void onEcho(ByteString name) {
      Round current = round;
      if (current != null && current.name.equals(name)) {
        current.echoes.countDown();
      }
    }

    @Override
    public void onMessages(LoopLog log) {
      messages.incrementAndGet();
      if (log.unsaved() >= CHECKPOINT_MESSAGES_MAX) {
        note(log.key(), log.checkpoint());
      }
    }

    @Override
    public void onFailure(MillraceException told) {
      failure.compareAndSet(null, told);
    }
  }

  /**
   * Waits until the job has come to rest: all that was submitted before, by whomever, has brought
   * about all that it will.
   *
   * @throws MillraceException if the job makes no step for too long, or cannot be reached
   */
  void settle() {
    try {
      while (true) {
        try {
          if (isAtRest() || comesToRest()) {
            return;
          }
        } catch (MillraceException e) {
          if (e.kind() != Kind.FENCED) {
            throw e;
          }
          end();
          Standstill.await(client);
          begin(Rest.describe(client));
        }
      }
    } catch (StatusRuntimeException e) {
      throw unreachable(e);
    }
  }

  private boolean isAtRest() {
    DescribeJobResponse job = Rest.describe(client);
    return Rest.read(client, job).filter(rest -> rest.holds(job)).isPresent();
  }

  /** Lets a fence run through the job; whether nothing came of what ran before it. */
  private boolean comesToRest() {
    long before = answered();
    DescribeJobResponse job = Rest.describe(client);
    StageMap documents = StageMap.of(job, DocumentsProcessor.STAGE);
    StageMap bands = StageMap.of(job, BandsProcessor.STAGE);
    var id = UUID.randomUUID();
    ByteString roundName =
        ByteString.copyFrom(
            ByteBuffer.allocate(Fence.ROUND_BYTES)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .flip());
    int sources = documents.partitions().size();
    var echoes = new CountDownLatch(sources * (1 + bands.partitions().size()));
    round = new Round(roundName, echoes);
    ByteString fence = new Fence(roundName, bands.keys("fence-bands-")).encode();
    for (ByteString key : documents.keys("fence-documents-")) {
      notes().submit(key, fence);
    }
    // A fence is durable, or this throws: of two with one name the newer one has taken the notes.
    notes().awaitAnswers(STANDSTILL_MAX);
    awaitEchoes(echoes);
    if (answered() != before) {
      return false;
    }
    for (LoopLog log : logs) {
      if (log.unsaved() > 0) {
        note(log.key(), log.checkpoint());
      }
    }
    notes().awaitAnswers(STANDSTILL_MAX);
    return noteRest();
  }

  /** Messages read so far, all of them durable. */
  private long answered() {
    long sum = 0;
    for (LoopLog log : logs) {
      checkFailure();
      log.awaitAnswers();
      sum += log.messages();
    }
    return sum;
  }

  private void awaitEchoes(CountDownLatch echoes) {
    long seen = -1;
    long since = System.nanoTime();
    try {
      while (!echoes.await(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
        checkFailure();
        long now = messages.get() - echoes.getCount();
        if (now != seen) {
          seen = now;
          since = System.nanoTime();
        } else if (System.nanoTime() - since > STANDSTILL_MAX.toNanos()) {
          throw MillraceException.of(Kind.UNAVAILABLE, "job does not come to rest")
              .with("job", CorpusPrep.JOB)
              .with("echoes missing", echoes.getCount())
              .with("waited", STANDSTILL_MAX)
              .with("expected", "a job that is not paused, with no partition stopped");
        }
      }
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /** Writes down that the job is at rest, and makes sure that it is. */
  private boolean noteRest() {
    DescribeJobResponse job = Rest.describe(client);
    List<ByteString> keys = Rest.keys(job);
    long sum = logs.stream().mapToLong(LoopLog::messages).sum();
    var rest =
        new Rest(
            StageMap.of(job, DocumentsProcessor.STAGE).sum(Partition::getRecords) + keys.size(),
            StageMap.of(job, BandsProcessor.STAGE).sum(Partition::getRecords),
            sum);
    keys.forEach(key -> note(key, rest.encode()));
    notes().awaitAnswers(STANDSTILL_MAX);
    // The notes reach their stage a moment later.
    long deadline = System.nanoTime() + NOTES_MAX.toNanos();
    while (System.nanoTime() < deadline) {
      if (Rest.read(client, job).filter(rest::equals).isPresent()) {
        return rest.holds(Rest.describe(client));
      }
      pause(Duration.ofMillis(10));
    }
    return false;
  }

  private synchronized ProducerSession notes() {
    ProducerSession open = notes;
    if (open == null) {
      open =
          client.openProducer(
              CorpusPrep.JOB,
              "settle/" + name,
              ProducerMode.PRODUCER_MODE_FRESH,
              ProducerListener.NONE);
      notes = open;
    }
    return open;
  }

  private void note(ByteString key, ByteString content) {
    notes().submit(key, new Note(content).encode());
    notes().flush();
  }

  private void checkFailure() {
    MillraceException told = failure.get();
    if (told != null) {
      throw told;
    }
  }

  private static void pause(Duration time) {
    try {
      TimeUnit.NANOSECONDS.sleep(time.toNanos());
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static MillraceException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return MillraceException.of(Kind.UNAVAILABLE, "interrupted while the job comes to rest", e);
  }

  private static MillraceException unreachable(StatusRuntimeException e) {
    return MillraceException.of(Kind.UNAVAILABLE, "job cannot be reached", e)
        .with("job", CorpusPrep.JOB)
        .with("status", e.getStatus().getCode())
        .with("description", e.getStatus().getDescription())
        .with("expected", "a node that runs (millrace node), at the address of --gateway");
  }

  /** Stops; what was submitted and not answered is submitted again by the next one. */
  private void end() {
    tails.forEach(LoopTail::close);
    logs.forEach(LoopLog::close);
    ProducerSession open = notes;
    if (open != null) {
      open.close();
      notes = null;
    }
    for (Thread thread : threads) {
      try {
        thread.join(JOIN_MAX.toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    tails.clear();
    threads.clear();
  }

  @Override
  public void close() {
    end();
  }
}
