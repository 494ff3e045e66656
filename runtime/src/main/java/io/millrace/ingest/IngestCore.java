// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest;

import io.millrace.ingest.SessionOutput.Failed;
import io.millrace.ingest.SessionOutput.Finished;
import io.millrace.ingest.SessionOutput.Opened;
import io.millrace.ingest.SessionOutput.Waits;
import io.millrace.model.DataRecord;
import io.millrace.model.MillraceException;
import io.millrace.model.PackedRecords;
import io.millrace.model.PartitionId;
import io.millrace.model.ProducerEpoch;
import io.millrace.partition.PartitionReply;
import io.millrace.partition.PartitionReply.Committed;
import io.millrace.partition.PartitionReply.Expected;
import io.millrace.partition.PartitionReply.NotTaken;
import io.millrace.partition.PartitionReply.ProducerExpired;
import io.millrace.partition.PartitionReply.ProducerFenced;
import io.millrace.partition.PartitionReply.ProducerOpened;
import io.millrace.partition.PartitionReply.Waiting;
import io.millrace.store.JobEntry;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The decisions of one opening of one producer: which partition gets which records when, what is
 * put out, when the feeder may send more, when it is over. Pure: no thread, clock, randomness or
 * actor; time comes in, effects go out through {@link Effects}. The actor and a simulation are two
 * shells around it. Not thread-safe.
 *
 * <p>It opens the producer in every partition, then takes records, one group at a time, and puts
 * out answers, one at a time. A producer that was never opened before has nothing anywhere and
 * nobody to fence, so it need not wait for all: records of a partition that does not open it stay
 * here until it does. Memory: at most {@code client-bytes-max} of unanswered records plus one
 * group, and {@code outputs-max} answers that nobody has taken yet plus those of the records in
 * flight.
 */
public final class IngestCore {
  /** {@link #tick} is to be called about this often. */
  public static final Duration TICK = Duration.ofSeconds(1);

  private static final int STALL_MS = 1_000;

  /** Number of the first opening that a producer ever had. */
  private static final long FIRST_EVER = 1;

  /** What the core wants done. */
  public interface Effects {
    /** Asks the partition's owner to open the producer. */
    void openProducer(PartitionId partition, ProducerEpoch epoch);

    /**
     * Sends the partition's owner a batch; {@code PartitionCommand.Append} says what each means.
     */
    void append(
        PartitionId partition,
        ProducerEpoch epoch,
        long previous,
        int attempt,
        List<DataRecord> records);

    /** Calls {@link #lingered} after a while. */
    void startLinger(Duration wait);

    /** Calls {@link #pauseOver} for the partition after a while. */
    void startPause(PartitionId partition, Duration wait);

    /** Tells the feeder that it may send the next group. */
    void room();

    /** Tells the listener; the next one follows when {@link #outputTaken} was called. */
    void output(SessionOutput output);

    /** The session is over and everything is told. */
    void stop();
  }

  private enum State {
    OPENING,
    STREAMING,
    ENDING,
    STOPPED
  }

  private final JobEntry job;
  private final String producer;
  private final IngestSettings settings;
  private final NodeCredit.Share credit;
  private final Effects effects;
  private final Lanes lanes;
  private final Linger linger;
  private final SessionOutbox outbox;
  private final OpeningSummary summary = new OpeningSummary();
  private final long startNanos;
  private State state = State.OPENING;
  private ProducerEpoch epoch = ProducerEpoch.NONE;
  private SequenceCheck sequences = new SequenceCheck(1);
  private @Nullable PackedRecords early;
  private boolean owesRoom;
  private boolean lingering;
  private boolean noMore;

  /**
   * An opening that begins now.
   *
   * @param credit the session's part of the node's; closed when the session is over
   */
  public IngestCore(
      JobEntry job,
      String producer,
      IngestSettings settings,
      NodeCredit.Share credit,
      Effects effects,
      long nowNanos) {
    this.job = job;
    this.producer = producer;
    this.settings = settings;
    this.credit = credit;
    this.effects = effects;
    this.lanes = new Lanes(job, settings, this::send);
    this.linger = new Linger(settings);
    this.outbox = new SessionOutbox(effects::output, TICK, nowNanos);
    this.startNanos = nowNanos;
  }

  /** The listener is there; outputs waited until now. */
  public void listening(long nowNanos) {
    outputTaken(nowNanos);
  }

  /** The listener took the last output. */
  public void outputTaken(long nowNanos) {
    outbox.taken();
    if (state == State.ENDING) {
      stopIfTold();
    } else if (state == State.STREAMING) {
      pump(nowNanos, false);
      finishIfDone();
    }
  }

  /** The feeder is there and is told when it may send. */
  public void feeding() {
    owesRoom = true;
    giveRoom(false);
  }

  /** It is this session's turn to take a group. */
  public void creditFreed(long nowNanos) {
    if (state == State.OPENING) {
      giveRoom(false);
    } else if (state == State.STREAMING) {
      pump(nowNanos, false);
    }
  }

  /** The store gave the producer's epoch. */
  public void epochGiven(ProducerEpoch given) {
    epoch = given;
    askUnopened();
  }

  /** The store gave no epoch. */
  public void epochRefused(Throwable failure) {
    fail(SessionFailures.of("producer cannot be opened", producer, failure));
  }

  /**
   * Records in sequence; the next group may come when {@link Effects#room} was called.
   *
   * @param records at least one
   */
  public void records(PackedRecords records, long nowNanos) {
    if (isOver()) {
      return;
    }
    owesRoom = true;
    credit.take(records.weight());
    if (state == State.OPENING) {
      early = records;
    } else {
      stream(records, nowNanos);
    }
  }

  /** No more records follow: answers all, then finishes. */
  public void noMore() {
    noMore = true;
    finishIfDone();
  }

  /** Nobody waits for these any more; {@link IngestCommand.Forget} says which are let go. */
  public void forget(long first, long last, long nowNanos) {
    if (state == State.STREAMING) {
      lanes.forgetUnsent(first, last);
      pump(nowNanos, false);
    }
  }

  /** The input broke; a MillraceException among the causes is told to the listener. */
  public void inputFailed(Throwable cause) {
    fail(SessionFailures.of("stream broke", producer, cause));
  }

  /** A partition answered. */
  public void reply(PartitionReply reply, long nowNanos) {
    if (isOver()) {
      return;
    }
    if (reply instanceof ProducerFenced fenced) {
      fail(SessionFailures.fenced(producer, epoch, fenced));
    } else if (reply instanceof ProducerExpired expired) {
      fail(SessionFailures.expired(expired));
    } else if (lanes.of(reply.partition()).isOpened()) {
      if (state == State.STREAMING) {
        streamingReply(reply, lanes.of(reply.partition()), nowNanos);
      }
    } else {
      openingReply(reply, lanes.of(reply.partition()), nowNanos);
    }
  }

  /** The partition's pause is over. */
  public void pauseOver(PartitionId partition, long nowNanos) {
    if (state == State.STREAMING) {
      lanes.of(partition).resume(nowNanos);
    }
  }

  /** The linger time is over. */
  public void lingered(long nowNanos) {
    lingering = false;
    if (state == State.STREAMING) {
      pump(nowNanos, true);
    }
  }

  /** Time has passed. */
  public void tick(long nowNanos) {
    if (isOver()) {
      return;
    }
    credit.lapse();
    if (state == State.STREAMING) {
      askUnopened();
      lanes.tick(nowNanos).ifPresent(reason -> stall(reason, STALL_MS, nowNanos));
    } else if (epoch.number() == FIRST_EVER
        && lanes.unopened() < lanes.all().size()
        && nowNanos - startNanos > settings.openTimeout().toNanos() / 2) {
      begin(nowNanos);
    } else if (nowNanos - startNanos > settings.openTimeout().toNanos()) {
      fail(SessionFailures.unopened(job.name(), lanes, settings.openTimeout()));
    } else if (epoch.number() > 0) {
      askUnopened();
    }
  }

  /** Whether nothing is decided any more. */
  private boolean isOver() {
    return state == State.ENDING || state == State.STOPPED;
  }

  private void askUnopened() {
    for (PartitionLane lane : lanes.all()) {
      if (!lane.isOpened() && !isOver()) {
        effects.openProducer(lane.partition(), epoch);
      }
    }
  }

  private void openingReply(PartitionReply reply, PartitionLane lane, long nowNanos) {
    if (reply instanceof NotTaken refused) {
      lane.openingRefused(refused.reason());
    } else if (reply instanceof ProducerOpened opened) {
      lane.open(opened.committed());
      summary.add(lane.partition().number(), opened.committed());
      if (state == State.STREAMING) {
        pump(nowNanos, false);
      } else if (lanes.unopened() == 0) {
        begin(nowNanos);
      }
    }
  }

  private void begin(long nowNanos) {
    state = State.STREAMING;
    sequences = new SequenceCheck(summary.highest() + 1);
    outbox.put(new Opened(summary.welcome(epoch)));
    PackedRecords waiting = early;
    early = null;
    if (waiting != null) {
      stream(waiting, nowNanos);
    }
    finishIfDone();
  }

  private void stream(PackedRecords records, long nowNanos) {
    try {
      sequences.check(records);
    } catch (MillraceException e) {
      fail(e);
      return;
    }
    lanes.add(records);
    pump(nowNanos, false);
  }

  /** Sends what may go, and tells the feeder if there is room for more. */
  private void pump(long nowNanos, boolean lingerOver) {
    Lanes.Load load = lanes.pump(nowNanos, lingerOver);
    credit.keep(load.bytes());
    if (load.lingers() && !lingering) {
      lingering = true;
      effects.startLinger(linger.time());
    }
    giveRoom(load.full());
  }

  private void giveRoom(boolean full) {
    if (owesRoom
        && !full
        && !isOver()
        && early == null
        && outbox.size() < settings.outputsMax()
        && credit.isMyTurn()) {
      owesRoom = false;
      effects.room();
    }
  }

  private void streamingReply(PartitionReply reply, PartitionLane lane, long nowNanos) {
    if (reply instanceof Committed committed) {
      linger.committed(lane.committed(committed, nowNanos, outbox.answers()));
      outbox.putAnswers();
      pump(nowNanos, false);
      finishIfDone();
    } else if (reply instanceof Expected expected) {
      if (lane.expected(expected.attempt(), expected.applied(), nowNanos)) {
        pause(lane, "the partition's owner lags behind what is committed", STALL_MS, nowNanos);
      }
    } else if (reply instanceof NotTaken refused) {
      if (lane.notTaken(refused.attempt())) {
        pause(lane, refused.reason(), refused.retryAfterMs(), nowNanos);
      }
    } else if (reply instanceof Waiting waiting) {
      lane.waiting(nowNanos);
      stall(waiting.reason(), waiting.retryAfterMs(), nowNanos);
    } else if (!(reply instanceof ProducerOpened)) {
      throw new IllegalStateException("reply: " + reply);
    }
  }

  private void pause(PartitionLane lane, String reason, int retryAfterMs, long nowNanos) {
    effects.startPause(lane.partition(), Duration.ofMillis(Math.max(1, retryAfterMs)));
    stall(reason, retryAfterMs, nowNanos);
  }

  /** Passes on that records wait; short waits not at all. */
  private void stall(String reason, int retryAfterMs, long nowNanos) {
    if (retryAfterMs >= STALL_MS) {
      outbox.putAtTimes(new Waits(reason, retryAfterMs), nowNanos);
    }
  }

  private void finishIfDone() {
    if (noMore && state == State.STREAMING && outbox.isAllTaken() && lanes.isIdle()) {
      end(new Finished());
    }
  }

  private void fail(MillraceException cause) {
    end(new Failed(cause));
  }

  /** Puts out the last word, behind what is still to be taken, then stops. */
  private void end(SessionOutput last) {
    if (isOver()) {
      return;
    }
    state = State.ENDING;
    lanes.clear();
    early = null;
    credit.close();
    outbox.put(last);
    stopIfTold();
  }

  private void stopIfTold() {
    if (outbox.isAllTold()) {
      state = State.STOPPED;
      effects.stop();
    }
  }

  private void send(PartitionId partition, long previous, int attempt, List<DataRecord> records) {
    effects.append(partition, epoch, previous, attempt, records);
  }
}
