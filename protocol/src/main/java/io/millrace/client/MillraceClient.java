// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.client;

import io.millrace.model.Asker;
import io.millrace.model.MillraceException;
import io.millrace.v1.AskServiceGrpc;
import io.millrace.v1.Hello;
import io.millrace.v1.JobServiceGrpc;
import io.millrace.v1.ProducerMode;
import io.millrace.v1.QuarantineServiceGrpc;
import io.millrace.v1.QueryRequest;
import io.millrace.v1.QueryServiceGrpc;
import io.millrace.v1.ResultServiceGrpc;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;

/**
 * What an application uses to speak to a Millrace service. Connects without encryption.
 * Thread-safe; make one and keep it: it holds connections and a thread.
 *
 * <p>Stubs throw gRPC's StatusRuntimeException; each accessor gives a stub of its own whose
 * deadline counts from now, so take one per call.
 */
public final class MillraceClient implements AutoCloseable {
  private final ClientSettings settings;
  private final Channels channels;
  private final ScheduledThreadPoolExecutor timer;
  private final Set<ProducerSession> sessions = ConcurrentHashMap.newKeySet();

  private MillraceClient(Channels channels, ClientSettings settings) {
    this.channels = channels;
    this.settings = settings;
    this.timer = new ScheduledThreadPoolExecutor(1, MillraceClient::timerThread);
    this.timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  /**
   * A client of the nodes at these addresses; connects when it is first used.
   *
   * @param hostPorts any of the service's nodes, each as {@code host:port}; all serve all
   */
  public static MillraceClient connect(List<String> hostPorts, ClientSettings settings) {
    return new MillraceClient(new Channels(hostPorts, settings), settings);
  }

  /** Reads single results, within {@link ClientSettings#requestTimeout}. */
  public ResultServiceGrpc.ResultServiceBlockingStub results() {
    return resultStreams().withDeadlineAfter(settings.requestTimeout());
  }

  /** Reads single results without blocking, within {@link ClientSettings#requestTimeout}. */
  public ResultServiceGrpc.ResultServiceStub resultsAsync() {
    return resultStreamsAsync().withDeadlineAfter(settings.requestTimeout());
  }

  /** Scans and tails results, for as long as that takes. */
  public ResultServiceGrpc.ResultServiceBlockingStub resultStreams() {
    return ResultServiceGrpc.newBlockingStub(channels.best());
  }

  /** Scans and tails results without blocking, for as long as that takes. */
  public ResultServiceGrpc.ResultServiceStub resultStreamsAsync() {
    return ResultServiceGrpc.newStub(channels.best());
  }

  /**
   * Reads results of a job so that no read shows less than what was acknowledged or read before.
   */
  public ReadSession readSession(String job) {
    return new ReadSession(job, channels, settings);
  }

  /** Asks about jobs, within {@link ClientSettings#requestTimeout}. */
  public JobServiceGrpc.JobServiceBlockingStub jobs() {
    return JobServiceGrpc.newBlockingStub(channels.best())
        .withDeadlineAfter(settings.requestTimeout());
  }

  /** Asks about jobs without blocking, within {@link ClientSettings#requestTimeout}. */
  public JobServiceGrpc.JobServiceStub jobsAsync() {
    return JobServiceGrpc.newStub(channels.best()).withDeadlineAfter(settings.requestTimeout());
  }

  /** Shows and empties quarantine, within {@link ClientSettings#requestTimeout}. */
  public QuarantineServiceGrpc.QuarantineServiceBlockingStub quarantine() {
    return QuarantineServiceGrpc.newBlockingStub(channels.best())
        .withDeadlineAfter(settings.requestTimeout());
  }

  /** Asks processors what they know of keys, within {@link ClientSettings#requestTimeout}. */
  public AskServiceGrpc.AskServiceBlockingStub ask() {
    return AskServiceGrpc.newBlockingStub(channels.best())
        .withDeadlineAfter(settings.requestTimeout());
  }

  /**
   * Asks processors what they know of keys without blocking, each time within {@link
   * ClientSettings#requestTimeout}. Fails with gRPC's StatusRuntimeException.
   */
  public Asker asker() {
    return new RemoteAsker(
        () ->
            AskServiceGrpc.newFutureStub(channels.best())
                .withDeadlineAfter(settings.requestTimeout()));
  }

  /** Answers queries, for as long as that takes. */
  public QueryServiceGrpc.QueryServiceBlockingStub queries() {
    return QueryServiceGrpc.newBlockingStub(channels.best());
  }

  /**
   * Asks a question in the SQL that {@code docs/query.md} tells; waits for the first of the answer.
   *
   * @throws MillraceException CALLER if the text is wrong, naming line and column; NOT_FOUND no
   *     such job
   */
  public Answer query(String sql) {
    return query(QueryRequest.newBuilder().setSql(sql).build());
  }

  /** Asks a question with all that a request may hold; as {@link #query(String)}. */
  public Answer query(QueryRequest request) {
    return Answer.of(queries(), request);
  }

  /** Opens a producer whose first record is number 1: a fresh one, or one that sends all again. */
  public ProducerSession openProducer(
      String job, String producer, ProducerMode mode, ProducerListener listener) {
    return openProducer(job, producer, mode, 1, listener);
  }

  /**
   * Opens a producer and waits until the service welcomes it, trying each address in turn for
   * {@link ClientSettings#openTimeout}. It takes over from an older session of the same producer.
   *
   * @param job name of the job
   * @param producer name of the source, 1 to 200 characters
   * @param firstSequence number of the first record that will be submitted, 1 up; 1 for a fresh one
   * @throws MillraceException NOT_FOUND no such job; CALLER a name is wrong; EXPIRED the producer
   *     to be resumed was idle for too long; UNAVAILABLE nobody answered in time
   */
  public ProducerSession openProducer(
      String job,
      String producer,
      ProducerMode mode,
      long firstSequence,
      ProducerListener listener) {
    boolean fresh = mode == ProducerMode.PRODUCER_MODE_FRESH;
    if (firstSequence < 1 || (fresh && firstSequence != 1)) {
      throw new IllegalArgumentException(
          "firstSequence: " + firstSequence + " (expected: " + (fresh ? "1" : ">= 1") + ")");
    }
    var hello = Hello.newBuilder().setJob(job).setProducer(producer).setMode(mode).build();
    var session =
        new ProducerSession(
            hello, firstSequence, settings, listener, surroundings(), sessions::remove);
    sessions.add(session);
    try {
      session.open();
    } catch (MillraceException e) {
      session.close();
      throw e;
    }
    return session;
  }

  /** Closes all sessions and connections. */
  @Override
  public void close() {
    List.copyOf(sessions).forEach(ProducerSession::close);
    timer.shutdownNow();
    channels.close();
  }

  private ProducerLink.Surroundings surroundings() {
    return new ProducerLink.Surroundings(channels, timer, System::nanoTime, new Random());
  }

  private static Thread timerThread(Runnable task) {
    var thread = new Thread(task, "millrace-client-timer");
    thread.setDaemon(true);
    return thread;
  }
}
