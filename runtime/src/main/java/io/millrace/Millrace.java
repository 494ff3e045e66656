// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace;

import com.google.protobuf.ByteString;
import io.millrace.client.Answer;
import io.millrace.client.ClientSettings;
import io.millrace.client.MillraceClient;
import io.millrace.client.OutgoingRecord;
import io.millrace.client.ProducerListener;
import io.millrace.client.ProducerSession;
import io.millrace.map.MapFunction;
import io.millrace.map.MapOptions;
import io.millrace.map.MapRun;
import io.millrace.model.MillraceException;
import io.millrace.node.Node;
import io.millrace.node.NodeSettings;
import io.millrace.v1.ProducerMode;
import io.millrace.v1.Receipt;
import io.millrace.v1.Result;
import io.millrace.v1.ScanRequest;
import io.millrace.v1.ScanResponse;
import io.millrace.v1.TailRequest;
import io.millrace.v1.TailResponse;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/**
 * Millrace as an application uses it: with a node of its own inside this JVM ({@link #embedded}),
 * or with nodes elsewhere ({@link #connect}). What it does not offer itself, {@link #client} does.
 *
 * <p>Thread-safe. Make one, keep it, close it; several may live side by side. All methods but
 * {@link #close} and {@link #ended} throw an IllegalStateException once it is closed.
 */
public final class Millrace implements AutoCloseable {
  private final MillraceClient client;
  private final ClientSettings clientSettings;
  private final Host host;
  private final Map<String, JobAccess> jobs = new ConcurrentHashMap<>();
  private final Set<MapRun<?>> runs = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean closed = new AtomicBoolean();

  private Millrace(Host host, ClientSettings clientSettings) {
    this.host = host;
    this.clientSettings = clientSettings;
    this.client = MillraceClient.connect(host.gateways(), clientSettings);
  }

  /**
   * Starts a node in this JVM; blocks until it serves.
   *
   * @throws MillraceException CALLER if a setting cannot work: the message names it, its value and
   *     what was expected; UNAVAILABLE if the database or the cluster cannot be reached
   */
  public static Millrace embedded(EmbeddedSettings settings) {
    HostChecks.warnOfCommonPool();
    NodeSettings nodeSettings = settings.node();
    HostChecks.checkDataFolder(nodeSettings);
    Node node = Node.start(nodeSettings, settings.allJobs());
    try {
      return new Millrace(Host.of(node), settings.client());
    } catch (RuntimeException e) {
      node.close();
      throw e;
    }
  }

  /** Uses the nodes at these addresses, each {@code host:port}; connects when first used. */
  public static Millrace connect(List<String> gateways) {
    return connect(gateways, ClientSettings.defaults());
  }

  /** As {@link #connect(List)}, with settings of the client. */
  public static Millrace connect(List<String> gateways, ClientSettings settings) {
    return new Millrace(Host.elsewhere(gateways), settings);
  }

  /** Submits a record of two texts; see {@link #submit(String, OutgoingRecord)}. */
  public CompletionStage<Receipt> submit(String job, String key, String value) {
    return submit(job, OutgoingRecord.of(key, value));
  }

  /**
   * Submits a record. Waits only while this instance's producer of that job is opened, at its first
   * record, and while as much as the client's settings allow is without answer. Each instance is a
   * producer of its own: what one without receipt submits again may take effect twice; a {@link
   * #producer} of a fixed name prevents that.
   *
   * @return as {@link ProducerSession#send(OutgoingRecord)}: completes once the record is durable
   *     and has taken effect, fails if it was refused or if that is not known
   */
  public CompletionStage<Receipt> submit(String job, OutgoingRecord record) {
    return access(job).submit(record);
  }

  /**
   * Opens a producer that continues where one of its name ended: records that were committed under
   * their numbers before are recognised. The caller closes it.
   *
   * @param job name of the job
   * @param producer name of the source, 1 to 200 characters, used by one at a time
   */
  public ProducerSession producer(String job, String producer) {
    return client()
        .openProducer(job, producer, ProducerMode.PRODUCER_MODE_RESUME, ProducerListener.NONE);
  }

  /**
   * The newest main result of a key that is a text; see {@link #get(String, ByteString,
   * Receipt...)}.
   */
  public Optional<Result> get(String job, String key) {
    return get(job, ByteString.copyFromUtf8(key));
  }

  /**
   * The newest main result of a key; reflects at least what this instance was acknowledged, what it
   * read before, and the receipts given. Blocks within {@link ClientSettings#requestTimeout}.
   *
   * @throws MillraceException NOT_FOUND no such job; UNAVAILABLE no answer as recent as that in
   *     time
   */
  public Optional<Result> get(String job, ByteString key, Receipt... atLeast) {
    return access(job).get(key, List.of(atLeast));
  }

  /**
   * All main results so far, partition by partition. Close the stream unless it is read to its end.
   * Reading it throws gRPC's StatusRuntimeException if the service fails.
   */
  public Stream<Result> scan(String job) {
    var request = ScanRequest.newBuilder().setJob(job).build();
    return ResultPages.stream(
        () -> client().resultStreams().scan(request), ScanResponse::getResultsList);
  }

  /** As {@link #scan}, but never ends: goes on with each result as it commits. Close it. */
  public Stream<Result> tail(String job) {
    var request = TailRequest.newBuilder().setJob(job).build();
    return ResultPages.stream(
        () -> client().resultStreams().tail(request), TailResponse::getResultsList);
  }

  /**
   * Asks a question about committed results, such as {@code SELECT lang, count(*) FROM words GROUP
   * BY lang}; {@code docs/query.md} has the language. Close the answer unless it is read to its
   * end.
   *
   * @throws MillraceException CALLER if the text is wrong, naming line and column; NOT_FOUND no
   *     such job
   */
  public Answer query(String sql) {
    return client().query(sql);
  }

  /**
   * Runs a function over items, on all nodes that have it, and gives the results in the order of
   * the items; no more than a window of them is in memory. Close the stream unless it is read to
   * its end. Reading it throws what {@link MapRun} does: the first failed item ends it.
   *
   * @param items read by a thread of its own
   * @param function its job is one of this instance's, or of the nodes it is connected to
   * @throws MillraceException NOT_FOUND the job is not known
   */
  public <T, R> Stream<R> map(Iterable<? extends T> items, MapFunction<T, R> function) {
    return map(items.iterator(), function, MapOptions.defaults()).values();
  }

  /**
   * As {@link #map(Iterable, MapFunction)}, with options: a name to resume the run by, another
   * order, failed items among the results, another window. The caller closes the run.
   */
  public <T, R> MapRun<R> map(
      Iterator<? extends T> items, MapFunction<T, R> function, MapOptions options) {
    MapRun<R> run =
        MapRun.start(
            client(),
            function.job().name(),
            function.items(),
            function.results(),
            items,
            options,
            runs::remove);
    runs.add(run);
    return run;
  }

  /** The client underneath, for jobs, quarantine, batches and streams; closed with this. */
  public MillraceClient client() {
    checkOpen();
    return client;
  }

  /** {@code host:port} where other programs reach the service: gRPC, and HTTP with JSON. */
  public String gatewayAddress() {
    checkOpen();
    return host.gateways().get(0);
  }

  /**
   * {@code host:port} for the seeds of nodes that shall join this one.
   *
   * @throws IllegalStateException if there is no node in this JVM
   */
  public String clusterAddress() {
    checkOpen();
    return host.cluster().get();
  }

  /**
   * Completes, with the cause, if the node ends though nobody closed it; see {@link Node#ended}.
   */
  public CompletionStage<MillraceException> ended() {
    return host.ended();
  }

  private JobAccess access(String job) {
    checkOpen();
    return jobs.computeIfAbsent(job, name -> new JobAccess(name, client));
  }

  private void checkOpen() {
    if (closed.get()) {
      throw new IllegalStateException("millrace: closed (expected: use before close)");
    }
  }

  /**
   * Waits for answers to what was submitted, {@link ClientSettings#requestTimeout} at most; then
   * stops the node: its partitions are handed over, its threads end. Blocks. Once closed, does
   * nothing.
   */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      try (host) {
        long deadlineNanos = System.nanoTime() + clientSettings.requestTimeout().toNanos();
        List.copyOf(runs).forEach(MapRun::close);
        jobs.values().forEach(job -> job.awaitAnswers(deadlineNanos));
        client.close();
      }
    }
  }
}
