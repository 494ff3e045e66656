// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.map;

import com.google.protobuf.ByteString;
import io.millrace.client.MillraceClient;
import io.millrace.client.ProducerListener;
import io.millrace.client.ProducerSession;
import io.millrace.map.MapWindow.Held;
import io.millrace.map.MapWindow.Offer;
import io.millrace.map.RunState.Step;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.millrace.model.Token;
import io.millrace.serde.Serde;
import io.millrace.v1.FieldValue;
import io.millrace.v1.ProducerMode;
import io.millrace.v1.Refusal;
import io.millrace.v1.Result;
import io.millrace.v1.Stalled;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A function at work over a data set; gives the results. Items are read and sent by a thread of the
 * run's own, never further than the window ahead of what is returned here; so a slow caller makes
 * the job wait, not memory grow. Close it, unless it was read to its end or has failed.
 *
 * <p>{@link #hasNext} and {@link #next} are for one thread at a time and wait for results; {@link
 * #close} and {@link #progress} are thread-safe. They throw a MillraceException: CALLER if an item
 * failed, was too large or is not what it was when the run was first made; UNAVAILABLE if the
 * service was out of reach for too long; FENCED if somebody else took over the run. What the
 * iterator of the items throws comes out as it is.
 */
public final class MapRun<R> implements Iterator<Mapped<R>>, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MapRun.class);
  private static final long CLOSE_WAIT_MS = 10_000;
  private static final FieldValue NO_HASH =
      FieldValue.newBuilder().setLong(MapWindow.HASH_UNKNOWN).build();

  private final String job;
  private final MapOptions options;
  private final RunKeys keys;
  private final Serde<R> results;
  private final RunState state;
  private final RunStart start;
  private final ProducerSession session;
  private final ResultTail tail;
  private final Thread feeder;
  private final Consumer<MapRun<?>> onClosed;
  private @Nullable Mapped<R> ready;
  private boolean ended;

  private <T> MapRun(
      String job,
      MapOptions options,
      Serde<T> itemSerde,
      Serde<R> results,
      Iterator<? extends T> items,
      Opened opened,
      Consumer<MapRun<?>> onClosed) {
    this.job = job;
    this.options = options;
    this.keys = new RunKeys(options.run());
    this.results = results;
    this.state = opened.state();
    this.start = opened.start();
    this.session = opened.session();
    this.tail = opened.tail();
    this.onClosed = onClosed;
    this.feeder =
        new Thread(
            new Feeder<>(keys, itemSerde, items, session, state, tail::stop),
            "millrace-map-" + options.run());
    feeder.setDaemon(true);
  }

  /** What a run consists of, once the job knows of it. */
  private record Opened(RunState state, RunStart start, ProducerSession session, ResultTail tail) {}

  /**
   * Starts a run, or goes on with one of the same name over the same items: what was committed is
   * read, not computed again. Waits until the job knows of it; the first item is asked for by
   * another thread.
   *
   * @param job a {@link MapFunction}'s
   * @param items asked by one thread of the run's own; that of a resumed run gives the same items
   * @param onClosed told once, when the run ends in whatever way
   * @throws MillraceException NOT_FOUND no such job; CALLER it is no map function, or a name is
   *     wrong; EXPIRED the run was idle for too long; UNAVAILABLE no answer in time
   */
  public static <T, R> MapRun<R> start(
      MillraceClient client,
      String job,
      Serde<T> itemSerde,
      Serde<R> resultSerde,
      Iterator<? extends T> items,
      MapOptions options,
      Consumer<MapRun<?>> onClosed) {
    var window =
        new MapWindow(
            options.windowItemsMax(),
            options.windowBytesMax(),
            options.ordered(),
            System.nanoTime());
    var state = new RunState(options.run(), window);
    var answers = new Answers(state, options.listener());
    ProducerSession session =
        client.openProducer(
            job, RunStart.producer(options.run()), ProducerMode.PRODUCER_MODE_RESUME, answers);
    try {
      RunStart start = RunStart.of(client, session, job, options.run(), options.openTimeout());
      start.givenUp().forEach((index, reason) -> state.giveUp(index, reason));
      var tail = new ResultTail(client, start.from(), options.reconnectTimeMax());
      answers.tail = tail;
      var run =
          new MapRun<R>(
              job,
              options,
              itemSerde,
              resultSerde,
              items,
              new Opened(state, start, session, tail),
              onClosed);
      run.feeder.start();
      return run;
    } catch (RuntimeException e) {
      session.close();
      throw e;
    }
  }

  /** What the service answers to items: only refusals matter, as results tell the rest. */
  private static final class Answers implements ProducerListener {
    private final RunState state;
    private final MapListener listener;
    private volatile @Nullable ResultTail tail;

    private Answers(RunState state, MapListener listener) {
      this.state = state;
      this.listener = listener;
    }

    @Override
    public void onRefusal(Refusal refusal) {
      long index = refusal.getSequence() - RunStart.FIRST_SEQUENCE;
      ResultTail waiting = tail;
      if (index >= 0 && waiting != null && state.giveUp(index, refusal.getReason())) {
        waiting.nudge();
      }
    }

    @Override
    public void onStalled(Stalled stalled) {
      listener.onWaiting(stalled.getReason());
    }
  }

  @Override
  public boolean hasNext() {
    if (ready != null) {
      return true;
    }
    if (ended) {
      return false;
    }
    try {
      ready = advance();
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
    if (ready == null) {
      ended = true;
      close();
    }
    return ready != null;
  }

  @Override
  public Mapped<R> next() {
    if (!hasNext()) {
      throw new NoSuchElementException("run '" + options.run() + "': no more results");
    }
    Mapped<R> result = Objects.requireNonNull(ready);
    ready = null;
    return result;
  }

  /** Null at the end. */
  private @Nullable Mapped<R> advance() {
    while (true) {
      Step step = state.next();
      if (step instanceof Step.Give give) {
        return mapped(give.result());
      } else if (step instanceof Step.Read read) {
        int partition = start.router().partitionOf(Token.of(keys.of(read.base())));
        if (tail.isBehind(partition)) {
          tail.reopen();
        }
        tail.read(this::take);
        options.listener().onProgress(state.progress());
      } else {
        options.listener().onProgress(state.progress());
        return null;
      }
    }
  }

  private boolean take(Result result) {
    long index = keys.indexOf(result.getKey());
    if (index < 0) {
      return true;
    }
    FieldValue hashed = result.getFieldsOrDefault(MapProcessor.ITEM, NO_HASH);
    if (result.getTag().equals(MapProcessor.MAPPED)) {
      return offer(new Held(index, result.getValue(), null, hashed.getLong()));
    }
    if (result.getTag().equals(MapProcessor.FAILED)) {
      String reason =
          result.getFieldsOrDefault(MapProcessor.REASON, FieldValue.getDefaultInstance()).getText();
      return offer(Held.failed(index, reason, hashed.getLong()));
    }
    return true;
  }

  private boolean offer(Held held) {
    return state.offer(held) != Offer.LATER;
  }

  private Mapped<R> mapped(Held held) {
    String reason = held.failure();
    if (reason == null) {
      return Mapped.of(held.index(), decode(held.index(), held.value()));
    }
    if (options.failuresCollected()) {
      return Mapped.failed(held.index(), reason);
    }
    throw MillraceException.of(Kind.CALLER, "function failed on an item")
        .with("job", job)
        .with("run", options.run())
        .with("item", held.index())
        .with("cause", reason);
  }

  private R decode(long index, ByteString bytes) {
    try {
      return results.decode(bytes);
    } catch (RuntimeException | StackOverflowError e) {
      throw MillraceException.of(Kind.CALLER, "result cannot be decoded", e)
          .with("job", job)
          .with("item", index)
          .with("serde", results.name())
          .with("cause", e);
    }
  }

  /** How far the run has come. */
  public MapProgress progress() {
    return state.progress();
  }

  /** Name of the run. */
  public String name() {
    return options.run();
  }

  /**
   * The values alone. Closing the stream closes the run; its end does, too.
   *
   * @throws IllegalStateException when it meets a failed item, if the run collects failures
   */
  public Stream<R> values() {
    int traits = Spliterator.ORDERED | Spliterator.NONNULL;
    return StreamSupport.stream(Spliterators.spliteratorUnknownSize(this, traits), false)
        .map(MapRun::value)
        .onClose(this::close);
  }

  private static <R> R value(Mapped<R> mapped) {
    return mapped
        .value()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "item " + mapped.index() + ": " + mapped.failure().orElse("no result")));
  }

  /**
   * Ends the run: nothing of it goes on in this JVM, and what was sent takes effect in the job.
   * Waits for the thread that reads the items, some seconds at most if their iterator does not heed
   * an interrupt. Once closed, does nothing.
   */
  @Override
  public void close() {
    state.close();
    tail.stop();
    session.close();
    feeder.interrupt();
    try {
      feeder.join(CLOSE_WAIT_MS);
      if (feeder.isAlive()) {
        LOG.atWarn()
            .addKeyValue("run", options.run())
            .log("iterator of the items does not heed an interrupt; its thread goes on");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    onClosed.accept(this);
  }
}
