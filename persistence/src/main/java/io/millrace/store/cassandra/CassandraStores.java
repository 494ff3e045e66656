// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.store.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DefaultConsistencyLevel;
import io.millrace.model.MillraceException;
import io.millrace.store.Backoff;
import io.millrace.store.BlockLog;
import io.millrace.store.JobRegistry;
import io.millrace.store.ProducerRegistry;
import io.millrace.store.SnapshotStore;
import io.millrace.store.Stores;
import io.millrace.store.Timers;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
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

  // ThreadLocalRandom must be asked for in the thread that uses it.
  private static final RandomGenerator RANDOM = () -> ThreadLocalRandom.current().nextLong();

  private final CqlSession session;
  private final CassandraBlockLog blocks;
  private final CassandraSnapshotStore snapshots;
  private final CassandraProducerRegistry producers;
  private final CassandraJobRegistry jobs;

  private CassandraStores(CqlSession session, CassandraSettings settings) {
    this.session = session;
    var serialLevel = DefaultConsistencyLevel.valueOf(settings.serialConsistency());
    var keyspace = settings.schema().keyspace();
    var statements = new Statements(session, keyspace, serialLevel);
    var backoff = backoff();
    var budget = new ByteBudget(settings.inFlightBytesMax(), settings.waitingWritesMax());
    blocks = new CassandraBlockLog(statements, budget, backoff);
    snapshots = new CassandraSnapshotStore(statements, budget);
    producers =
        new CassandraProducerRegistry(
            statements, new Backoff(TURN_PAUSE_FIRST, TURN_PAUSE_MAX, RANDOM, Timers.SYSTEM));
    jobs = new CassandraJobRegistry(statements, backoff);
  }

  /**
   * Connects, creates what is missing of the schema if told to, and prepares the statements.
   * Blocks.
   *
   * @throws MillraceException UNAVAILABLE if no node answers, CALLER if one refuses what we ask
   */
  public static CassandraStores connect(CassandraSettings settings) {
    CqlSession session = null;
    try {
      session = Sessions.connect(settings);
      if (settings.createSchema()) {
        new SchemaUpgrade(session, settings.schema(), backoff()).run();
      }
      var stores = new CassandraStores(session, settings);
      LOG.atInfo()
          .addKeyValue("contactPoints", settings.contactPoints())
          .addKeyValue("keyspace", settings.schema().keyspace())
          .addKeyValue("consistency", settings.consistency())
          .log("connected to Cassandra");
      return stores;
    } catch (RuntimeException e) {
      if (session != null) {
        session.close();
      }
      throw Failures.of(e)
          .with("contactPoints", settings.contactPoints())
          .with("keyspace", settings.schema().keyspace());
    }
  }

  private static Backoff backoff() {
    return new Backoff(PAUSE_FIRST, PAUSE_MAX, RANDOM, Timers.SYSTEM);
  }

  @Override
  public BlockLog blocks() {
    return blocks;
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
  public JobRegistry jobs() {
    return jobs;
  }

  @Override
  public void close() {
    session.close();
  }
}
