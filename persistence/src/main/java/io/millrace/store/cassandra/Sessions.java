// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.store.cassandra;

import static com.datastax.oss.driver.api.core.config.DefaultDriverOption.CONNECTION_MAX_REQUESTS;
import static com.datastax.oss.driver.api.core.config.DefaultDriverOption.LOAD_BALANCING_LOCAL_DATACENTER;
import static com.datastax.oss.driver.api.core.config.DefaultDriverOption.NETTY_ADMIN_SHUTDOWN_QUIET_PERIOD;
import static com.datastax.oss.driver.api.core.config.DefaultDriverOption.NETTY_IO_SHUTDOWN_QUIET_PERIOD;
import static com.datastax.oss.driver.api.core.config.DefaultDriverOption.REQUEST_CONSISTENCY;
import static com.datastax.oss.driver.api.core.config.DefaultDriverOption.REQUEST_DEFAULT_IDEMPOTENCE;
import static com.datastax.oss.driver.api.core.config.DefaultDriverOption.REQUEST_PAGE_SIZE;
import static com.datastax.oss.driver.api.core.config.DefaultDriverOption.REQUEST_SERIAL_CONSISTENCY;
import static com.datastax.oss.driver.api.core.config.DefaultDriverOption.REQUEST_TIMEOUT;
import static com.datastax.oss.driver.api.core.config.DefaultDriverOption.RETRY_POLICY_CLASS;
import static com.datastax.oss.driver.api.core.config.DefaultDriverOption.SESSION_NAME;
import static com.datastax.oss.driver.api.core.config.DefaultDriverOption.SPECULATIVE_EXECUTION_DELAY;
import static com.datastax.oss.driver.api.core.config.DefaultDriverOption.SPECULATIVE_EXECUTION_MAX;
import static com.datastax.oss.driver.api.core.config.DefaultDriverOption.SPECULATIVE_EXECUTION_POLICY_CLASS;
import static com.datastax.oss.driver.api.core.config.DefaultDriverOption.TIMESTAMP_GENERATOR_CLASS;
import static io.millrace.model.MillraceException.Kind.CALLER;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import com.datastax.oss.driver.internal.core.config.typesafe.DefaultDriverConfigLoader;
import com.datastax.oss.driver.internal.core.config.typesafe.DefaultProgrammaticDriverConfigLoaderBuilder;
import com.typesafe.config.ConfigFactory;
import io.millrace.model.MillraceException;
import java.net.InetSocketAddress;
import java.time.Duration;

/** The driver's configuration: one profile for each way of speaking to Cassandra. */
final class Sessions {
  /** Block rows: idempotent, so the driver may retry, and try a second node when one is slow. */
  static final String PAYLOAD = "payload";

  /**
   * Compare-and-set and serial reads: not idempotent, so the driver neither retries what may have
   * happened nor competes with itself.
   */
  static final String CAS = "cas";

  /** Reading blocks: a page of them stays below some MiB. */
  static final String RECOVER = "recover";

  /** Reading blocks from every replica, when the usual ones miss one. */
  static final String RECOVER_ALL = "recover-all";

  /** Reading the skip index: a page of it stays below some MiB. */
  static final String INDEX = "index";

  /** Plain small reads. */
  static final String READ = "read";

  /** Creating tables. */
  static final String SCHEMA = "schema";

  private static final int RECOVER_PAGE_ROWS = 8;
  private static final int INDEX_PAGE_ROWS = 128;
  private static final Duration SPECULATIVE_DELAY = Duration.ofSeconds(1);
  private static final Duration SCHEMA_TIMEOUT = Duration.ofSeconds(30);

  private Sessions() {}

  /** Connects; blocks until it is done or failed. */
  static CqlSession connect(CassandraSettings settings) {
    var builder =
        CqlSession.builder()
            .addContactPoints(settings.contactPoints().stream().map(Sessions::resolve).toList())
            .withConfigLoader(config(settings));
    if (!settings.username().isEmpty()) {
      builder.withAuthCredentials(settings.username(), settings.password());
    }
    return builder.build();
  }

  private static InetSocketAddress resolve(InetSocketAddress point) {
    var resolved = new InetSocketAddress(point.getHostString(), point.getPort());
    if (resolved.isUnresolved()) {
      throw MillraceException.of(CALLER, "unknown host among the contact points")
          .with("contactPoint", point);
    }
    return resolved;
  }

  /**
   * What is set here, over the driver's reference settings. The builder that the driver offers
   * would read {@code application.conf} in between: an application's own contact points and time
   * limits, when a node lives in its JVM.
   */
  static DriverConfigLoader config(CassandraSettings settings) {
    return new DefaultProgrammaticDriverConfigLoaderBuilder(
            () -> ConfigFactory.defaultReference(CqlSession.class.getClassLoader()),
            DefaultDriverConfigLoader.DEFAULT_ROOT_PATH)
        .withString(SESSION_NAME, "millrace")
        .withString(LOAD_BALANCING_LOCAL_DATACENTER, settings.schema().datacenter())
        .withInt(CONNECTION_MAX_REQUESTS, 2048)
        .withString(REQUEST_CONSISTENCY, settings.consistency())
        .withString(REQUEST_SERIAL_CONSISTENCY, settings.serialConsistency())
        .withBoolean(REQUEST_DEFAULT_IDEMPOTENCE, false)
        // Closing waits for no stragglers: what is under way fails anyway.
        .withInt(NETTY_IO_SHUTDOWN_QUIET_PERIOD, 0)
        .withInt(NETTY_ADMIN_SHUTDOWN_QUIET_PERIOD, 0)
        // No order here comes from a client's clock.
        .withString(TIMESTAMP_GENERATOR_CLASS, "ServerSideTimestampGenerator")
        .startProfile(PAYLOAD)
        .withDuration(REQUEST_TIMEOUT, settings.payloadTimeout())
        .withBoolean(REQUEST_DEFAULT_IDEMPOTENCE, true)
        .withString(SPECULATIVE_EXECUTION_POLICY_CLASS, "ConstantSpeculativeExecutionPolicy")
        .withInt(SPECULATIVE_EXECUTION_MAX, 2)
        .withDuration(SPECULATIVE_EXECUTION_DELAY, SPECULATIVE_DELAY)
        .endProfile()
        .startProfile(CAS)
        .withClass(RETRY_POLICY_CLASS, NoRetries.class)
        .withDuration(REQUEST_TIMEOUT, settings.casTimeout())
        .endProfile()
        .startProfile(READ)
        .withDuration(REQUEST_TIMEOUT, settings.readTimeout())
        .withBoolean(REQUEST_DEFAULT_IDEMPOTENCE, true)
        .endProfile()
        .startProfile(RECOVER)
        .withDuration(REQUEST_TIMEOUT, settings.readTimeout())
        .withBoolean(REQUEST_DEFAULT_IDEMPOTENCE, true)
        .withInt(REQUEST_PAGE_SIZE, RECOVER_PAGE_ROWS)
        .endProfile()
        .startProfile(RECOVER_ALL)
        .withDuration(REQUEST_TIMEOUT, settings.readTimeout())
        .withString(REQUEST_CONSISTENCY, "ALL")
        .withBoolean(REQUEST_DEFAULT_IDEMPOTENCE, true)
        .withInt(REQUEST_PAGE_SIZE, RECOVER_PAGE_ROWS)
        .endProfile()
        .startProfile(INDEX)
        .withDuration(REQUEST_TIMEOUT, settings.readTimeout())
        .withBoolean(REQUEST_DEFAULT_IDEMPOTENCE, true)
        .withInt(REQUEST_PAGE_SIZE, INDEX_PAGE_ROWS)
        .endProfile()
        .startProfile(SCHEMA)
        .withDuration(REQUEST_TIMEOUT, SCHEMA_TIMEOUT)
        .endProfile()
        .build();
  }
}
