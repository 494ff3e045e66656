// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.store.embedded;

import static io.millrace.model.MillraceException.Kind.CALLER;
import static io.millrace.model.MillraceException.Kind.UNAVAILABLE;

import io.millrace.model.MillraceException;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Cassandra of one node in a child JVM, on free loopback ports.
 *
 * <p>It dies with this process, however this process dies. Several may run side by side, each in a
 * folder of its own; the data stays in the folder and is served again by the next start. An
 * acknowledged write survives {@code kill -9} of everything; what it takes to survive a power cut
 * says {@link CommitLogSync}. Thread-safe.
 */
public final class EmbeddedCassandra implements AutoCloseable {
  /** The datacenter that its one node belongs to. */
  public static final String DATACENTER = "datacenter1";

  /**
   * Its settings that would be a weakness elsewhere: Paxos state that expires can mislead no other
   * replica, since there is none.
   */
  public static final Set<String> KNOWN_WEAKNESSES = Set.of("paxos_state_purging");

  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedCassandra.class);
  private static final int PORT_ATTEMPTS = 3;

  private final EmbeddedCassandraSettings settings;
  private final ChildServer server;
  private final InetSocketAddress contactPoint;
  private final Duration startTook;
  private final AtomicBoolean closed = new AtomicBoolean();

  private EmbeddedCassandra(
      EmbeddedCassandraSettings settings,
      ChildServer server,
      InetSocketAddress contactPoint,
      Duration startTook) {
    this.settings = settings;
    this.server = server;
    this.contactPoint = contactPoint;
    this.startTook = startTook;
  }

  /**
   * Starts a server and waits until clients may connect: some seconds, at most the start timeout.
   *
   * @throws MillraceException CALLER if there are no jars or no suitable Java, or if another
   *     process uses the folder; UNAVAILABLE if the server did not come up, with the log's name
   */
  public static EmbeddedCassandra start(EmbeddedCassandraSettings settings) {
    try {
      var java = ChildJava.find(Path.of(System.getProperty("java.home")), System.getenv());
      List<Path> jars = ChildCommand.jars(settings.jars());
      if (jars.isEmpty()) {
        throw MillraceException.of(CALLER, "no jars to run the embedded Cassandra with")
            .with("millrace.embedded-cassandra.jars", settings.jars())
            .with(
                "expected", "a folder of Cassandra's jars; docs/embedding.md tells how to get it");
      }
      return start(settings, java, jars);
    } catch (IOException e) {
      throw MillraceException.of(UNAVAILABLE, "cannot write the embedded Cassandra's files", e)
          .with("folder", settings.folder())
          .with("cache", settings.cache());
    }
  }

  private static EmbeddedCassandra start(
      EmbeddedCassandraSettings settings, ChildJava java, List<Path> jars) throws IOException {
    for (int attempt = 1; ; attempt++) {
      long startNs = System.nanoTime();
      var archive = ClassArchive.open(settings.cache(), java, jars);
      var ports = Ports.free(settings.host());
      var yaml = new CassandraYaml(settings);
      yaml.write(ports.cql(), ports.storage());
      var server =
          ChildServer.launch(
              settings, ChildCommand.of(settings, yaml, java, archive, jars), archive);
      var outcome = server.awaitReady(settings.startTimeout());
      if (outcome == ChildServer.Outcome.READY) {
        var took = Duration.ofNanos(System.nanoTime() - startNs);
        LOG.atInfo()
            .addKeyValue("host", settings.host())
            .addKeyValue("port", ports.cql())
            .addKeyValue("pid", server.pid())
            .addKeyValue("folder", settings.folder())
            .addKeyValue("commitLogSync", settings.commitLogSync())
            .addKeyValue("tookMs", took.toMillis())
            .log("embedded Cassandra started");
        var contactPoint = new InetSocketAddress(settings.host(), ports.cql());
        return new EmbeddedCassandra(settings, server, contactPoint, took);
      }
      // Between choosing and binding, somebody else may have taken a port.
      boolean portTaken = outcome == ChildServer.Outcome.FAILED && !ports.areFree(settings.host());
      if (!portTaken || attempt == PORT_ATTEMPTS) {
        throw failure(settings, outcome);
      }
    }
  }

  private static MillraceException failure(
      EmbeddedCassandraSettings settings, ChildServer.Outcome outcome) {
    if (outcome == ChildServer.Outcome.FOLDER_IN_USE) {
      return MillraceException.of(CALLER, "another process runs a Cassandra in this folder")
          .with("folder", settings.folder());
    }
    return MillraceException.of(UNAVAILABLE, "the embedded Cassandra did not start")
        .with("outcome", outcome)
        .with("log", settings.logFile())
        .with("output", settings.outputFile());
  }

  /** Where clients connect. */
  public InetSocketAddress contactPoint() {
    return contactPoint;
  }

  /** The folder that belongs to this server while it runs. */
  public Path folder() {
    return settings.folder();
  }

  /** The server's own log. */
  public Path logFile() {
    return settings.logFile();
  }

  /** Process id of the child. */
  public long pid() {
    return server.pid();
  }

  /** Whether the child still runs. */
  public boolean isRunning() {
    return server.isAlive();
  }

  /** From the call of {@link #start} until clients could connect. */
  public Duration startTook() {
    return startTook;
  }

  /**
   * Stops the server and waits for its end, up to half a minute; the first server of a cache folder
   * needs some seconds to leave the class archive. Once closed, does nothing.
   */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    try {
      boolean byItself = server.stop();
      LOG.atInfo()
          .addKeyValue("folder", settings.folder())
          .addKeyValue("byItself", byItself)
          .log("embedded Cassandra stopped");
    } catch (IOException e) {
      throw MillraceException.of(UNAVAILABLE, "cannot tidy up after the embedded Cassandra", e)
          .with("folder", settings.folder());
    }
  }

  private record Ports(int cql, int storage) {
    static Ports free(String host) throws IOException {
      InetAddress address = InetAddress.getByName(host);
      try (var cql = new ServerSocket(0, 1, address);
          var storage = new ServerSocket(0, 1, address)) {
        return new Ports(cql.getLocalPort(), storage.getLocalPort());
      }
    }

    boolean areFree(String host) throws IOException {
      InetAddress address = InetAddress.getByName(host);
      try (var first = new ServerSocket(cql, 1, address);
          var second = new ServerSocket(storage, 1, address)) {
        return first.isBound() && second.isBound();
      } catch (BindException e) {
        return false;
      }
    }
  }
}
