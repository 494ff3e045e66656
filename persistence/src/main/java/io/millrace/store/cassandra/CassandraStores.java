// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.store.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DefaultConsistencyLevel;
import io.millrace.model.MillraceException;
import io.millrace.store.Backoff;
import io.millrace.store.BlockLog;
import io.millrace.store.DictionaryStore;
import io.millrace.store.Erasure;
import io.millrace.store.JobRegistry;
import io.millrace.store.PackStore;
import io.millrace.store.ProducerRegistry;
import io.millrace.store.SnapshotStore;
import io.millrace.store.Stores;
import io.millrace.store.Timers;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The stores in one Cassandra keyspace, over one session. Thread-safe. */
public final class CassandraStores implements Stores {
  private static final Logger LOG = LoggerFactory.getLogger(CassandraStores.class);
  private static final Duration PAUSE_FIRST = Duration.ofMillis(50);
  private static final Duration PAUSE_MAX = Duration.ofSeconds(1);
  private static final Duration TURN_PAUSE_FIRST = Duration.ofMillis(20);
  private static final Duration TURN_PAUSE_MAX = Duration.ofMillis(200);

  /** Packs that are decoded at once, for all readers of this connection. */
  private static final int PACK_THREADS = 2;

  // ThreadLocalRandom must be asked for in the thread that uses it.
  private static final RandomGenerator RANDOM = () -> ThreadLocalRandom.current().nextLong();

  private final CqlSession session;
  private final List<ServerFinding> findings;
  private final ExecutorService packThreads;
  private final CassandraBlockLog blocks;
  private final CassandraPackStore packs;
  private final CassandraSnapshotStore snapshots;
  private final CassandraDictionaryStore dictionaries;
  private final CassandraProducerRegistry producers;
  private final CassandraJobRegistry jobs;
  private final CassandraErasure erasure;

  private CassandraStores(
      CqlSession session, CassandraSettings settings, List<ServerFinding> findings) {
    this.session = session;
    this.findings = findings;
    var serialLevel = DefaultConsistencyLevel.valueOf(settings.serialConsistency());
    var keyspace = settings.schema().keyspace();
    var statements = new Statements(session, keyspace, serialLevel);
    var backoff = backoff();
    var bounds = Bounds.of(settings);
    packThreads = Executors.newFixedThreadPool(PACK_THREADS, CassandraStores::packThread);
    var packRows = new PackRows(statements);
    var packRuns = new PackRuns(statements);
    var packDeletion = new PackDeletion(packRows, packRuns, new HeadRow(statements));
    var packReads = new PackReads(packRows, packThreads);
    blocks = new CassandraBlockLog(statements, packReads, packDeletion, bounds, backoff);
    packs = new CassandraPackStore(statements, packRows, packRuns, bounds.bytes());
    snapshots = new CassandraSnapshotStore(statements, bounds.bytes());
    dictionaries = new CassandraDictionaryStore(statements);
    producers =
        new CassandraProducerRegistry(
            statements, new Backoff(TURN_PAUSE_FIRST, TURN_PAUSE_MAX, RANDOM, Timers.SYSTEM));
    jobs = new CassandraJobRegistry(statements, backoff);
    erasure = new CassandraErasure(statements, blocks, packDeletion, snapshots, dictionaries);
  }

  /** The same without any weakness that is meant to be. */
  public static CassandraStores connect(CassandraSettings settings) {
    return connect(settings, Set.of());
  }

  /**
   * Connects, creates what is missing of the schema if told to, prepares the statements, and warns
   * of what weakens the promise. Blocks.
   *
   * @param known names of server settings whose weakness is meant to be: told, but no warning
   * @throws MillraceException UNAVAILABLE if no node answers, CALLER if one refuses what we ask
   */
  public static CassandraStores connect(CassandraSettings settings, Set<String> known) {
    return withSession(
        settings,
        session -> {
          if (settings.createSchema()) {
            new SchemaUpgrade(session, settings.schema(), backoff()).run();
          }
          var findings = new ServerReader(session, settings).read(known);
          var stores = new CassandraStores(session, settings, findings);
          LOG.atInfo()
              .addKeyValue("contactPoints", settings.contactPoints())
              .addKeyValue("keyspace", settings.schema().keyspace())
              .addKeyValue("consistency", settings.consistency())
              .log("connected to Cassandra");
          ServerReader.log(findings);
          return stores;
        });
  }

  /**
   * Only looks what weakens the promise; creates nothing. Blocks.
   *
   * @throws MillraceException as {@link #connect}
   */
  public static List<ServerFinding> check(CassandraSettings settings) {
    return withSession(
        settings,
        session -> {
          var findings = new ServerReader(session, settings).read(Set.of());
          session.close();
          return findings;
        });
  }

  /** Connects and closes the session if what is to be done with it fails. */
  private static <T> T withSession(CassandraSettings settings, Function<CqlSession, T> action) {
    CqlSession session = null;
    try {
      session = Sessions.connect(settings);
      return action.apply(session);
    } catch (RuntimeException e) {
      if (session != null) {
        session.close();
      }
      throw Failures.of(e)
          .with("contactPoints", settings.contactPoints())
          .with("keyspace", settings.schema().keyspace());
    }
  }

  /** What weakens the promise, as the nodes said when we connected. */
  public List<ServerFinding> findings() {
    return findings;
  }

  private static Thread packThread(Runnable work) {
    var thread = new Thread(work, "millrace-packs");
    thread.setDaemon(true);
    return thread;
  }

  private static Backoff backoff() {
    return new Backoff(PAUSE_FIRST, PAUSE_MAX, RANDOM, Timers.SYSTEM);
  }

  @Override
  public BlockLog blocks() {
    return blocks;
  }

  @Override
  public PackStore packs() {
    return packs;
  }

  @Override
  public SnapshotStore snapshots() {
    return snapshots;
  }

  @Override
  public ProducerRegistry producers() {
    return producers;
  }

  @Override
  public DictionaryStore dictionaries() {
    return dictionaries;
  }

  @Override
  public JobRegistry jobs() {
    return jobs;
  }

  @Override
  public Erasure erasure() {
    return erasure;
  }

  @Override
  public void close() {
    session.close();
    packThreads.shutdown();
  }
}
