// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.suite;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import com.datastax.oss.driver.api.core.cql.Statement;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Asynchronous writes by the plain driver, so many under way at a time, each acknowledged once it
 * is in the commit log. One thread submits.
 */
public final class BoundedWrites {
  /** More make a database of one node no faster, and its answers later. */
  public static final int IN_FLIGHT_MAX = 512;

  private static final Duration REQUEST_MAX = Duration.ofSeconds(60);

  private final CqlSession session;
  private final Semaphore room = new Semaphore(IN_FLIGHT_MAX);
  private final AtomicReference<Throwable> failure = new AtomicReference<>();

  /** None under way. */
  public BoundedWrites(CqlSession session) {
    this.session = session;
  }

  /** A session of the plain driver that is patient with a busy database. */
  public static CqlSession connect(BenchDatabase database) {
    return CqlSession.builder()
        .addContactPoint(database.address())
        .withLocalDatacenter(database.datacenter())
        .withConfigLoader(
            DriverConfigLoader.programmaticBuilder()
                .withDuration(DefaultDriverOption.REQUEST_TIMEOUT, REQUEST_MAX)
                .build())
        .build();
  }

  /** Waits for room and writes. */
  public void write(Statement<?> statement) throws InterruptedException {
    room.acquire();
    check();
    var unused =
        session
            .executeAsync(statement)
            .whenComplete(
                (done, cause) -> {
                  if (cause != null) {
                    failure.compareAndSet(null, cause);
                  }
                  room.release();
                });
  }

  /**
   * Waits until all are acknowledged.
   *
   * @throws IllegalStateException if one was not
   */
  public void finish() throws InterruptedException {
    room.acquire(IN_FLIGHT_MAX);
    room.release(IN_FLIGHT_MAX);
    check();
  }

  private void check() {
    Throwable cause = failure.get();
    if (cause != null) {
      throw new IllegalStateException("a row was not written: " + cause, cause);
    }
  }
}
