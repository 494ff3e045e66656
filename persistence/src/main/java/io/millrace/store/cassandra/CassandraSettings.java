// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.store.cassandra;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How to reach Cassandra and how to use it; {@code reference.conf} tells every key's range.
 *
 * @param contactPoints nodes to ask first, unresolved
 * @param schema keyspace, local datacenter and replication factor
 * @param createSchema whether to create what is missing of it
 * @param username empty for no authentication
 * @param password of that user
 * @param consistency level of plain reads and writes
 * @param serialConsistency level of compare-and-set, the same for all who share a keyspace
 * @param payloadTimeout limit of one block row's write
 * @param casTimeout limit of one compare-and-set
 * @param readTimeout limit of one page's read
 * @param inFlightBytesMax bytes of blocks on their way to Cassandra at a time
 * @param inFlightWritesMax blocks on their way to Cassandra at a time
 * @param inFlightCommitsMax compare-and-sets of heads under way at a time
 * @param waitingWritesMax blocks that may wait for each of these, and compare-and-sets
 */
public record CassandraSettings(
    List<InetSocketAddress> contactPoints,
    Schema schema,
    boolean createSchema,
    String username,
    String password,
    String consistency,
    String serialConsistency,
    Duration payloadTimeout,
    Duration casTimeout,
    Duration readTimeout,
    long inFlightBytesMax,
    int inFlightWritesMax,
    int inFlightCommitsMax,
    int waitingWritesMax) {
  private static final String PATH = "millrace.cassandra";
  private static final Set<String> LEVELS =
      Set.of("ONE", "LOCAL_ONE", "QUORUM", "LOCAL_QUORUM", "ALL");
  private static final Set<String> SERIAL_LEVELS = Set.of("SERIAL", "LOCAL_SERIAL");
  private static final long IN_FLIGHT_BYTES_MIN = 1 << 20;
  private static final int IN_FLIGHT_MAX = 100_000;

  public CassandraSettings {
    contactPoints = List.copyOf(contactPoints);
    check(!contactPoints.isEmpty(), "contact-points", contactPoints, "at least one host:port");
    check(LEVELS.contains(consistency), "consistency", consistency, LEVELS);
    check(
        SERIAL_LEVELS.contains(serialConsistency),
        "serial-consistency",
        serialConsistency,
        SERIAL_LEVELS);
    checkTimeout("payload-timeout", payloadTimeout);
    checkTimeout("cas-timeout", casTimeout);
    checkTimeout("read-timeout", readTimeout);
    check(
        inFlightBytesMax >= IN_FLIGHT_BYTES_MIN,
        "in-flight-bytes-max",
        inFlightBytesMax,
        ">= 1 MiB");
    checkRequests("in-flight-writes-max", inFlightWritesMax);
    checkRequests("in-flight-commits-max", inFlightCommitsMax);
    check(waitingWritesMax >= 1, "waiting-writes-max", waitingWritesMax, ">= 1");
  }

  /**
   * Reads {@code millrace.cassandra}.
   *
   * @throws IllegalArgumentException naming key, value and what was expected
   */
  public static CassandraSettings from(Config root) {
    try {
      Config c = root.getConfig(PATH);
      return new CassandraSettings(
          c.getStringList("contact-points").stream().map(CassandraSettings::address).toList(),
          new Schema(
              c.getString("keyspace"),
              c.getString("local-datacenter"),
              c.getInt("replication-factor")),
          c.getBoolean("create-schema"),
          c.getString("username"),
          c.getString("password"),
          c.getString("consistency"),
          c.getString("serial-consistency"),
          c.getDuration("payload-timeout"),
          c.getDuration("cas-timeout"),
          c.getDuration("read-timeout"),
          c.getBytes("in-flight-bytes-max"),
          c.getInt("in-flight-writes-max"),
          c.getInt("in-flight-commits-max"),
          c.getInt("waiting-writes-max"));
    } catch (ConfigException e) {
      throw new IllegalArgumentException(PATH + ": " + e.getMessage(), e);
    }
  }

  /** The defaults, for one database; the schema is created with replication factor 1. */
  public static CassandraSettings of(
      InetSocketAddress contactPoint, String localDatacenter, String keyspace) {
    var point = contactPoint.getHostString() + ":" + contactPoint.getPort();
    return from(
        ConfigFactory.parseMap(
                Map.of(
                    PATH + ".contact-points", List.of(point),
                    PATH + ".local-datacenter", localDatacenter,
                    PATH + ".keyspace", keyspace))
            .withFallback(ConfigFactory.defaultReference(CassandraSettings.class.getClassLoader()))
            .resolve());
  }

  /** All but the password. */
  @Override
  public String toString() {
    return "CassandraSettings[contactPoints="
        + contactPoints
        + ", schema="
        + schema
        + ", username="
        + username
        + ", consistency="
        + consistency
        + "/"
        + serialConsistency
        + "]";
  }

  private static InetSocketAddress address(String text) {
    int colon = text.lastIndexOf(':');
    check(colon > 0, "contact-points", text, "host:port");
    try {
      int port = Integer.parseInt(text.substring(colon + 1));
      return InetSocketAddress.createUnresolved(text.substring(0, colon), port);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("contact-points: " + text + " (expected: host:port)", e);
    }
  }

  private static void checkTimeout(String key, Duration value) {
    boolean fits =
        value.compareTo(Duration.ofMillis(100)) >= 0 && value.compareTo(Duration.ofMinutes(5)) <= 0;
    check(fits, key, value, "100 ms to 5 min");
  }

  private static void checkRequests(String key, int value) {
    check(value >= 1 && value <= IN_FLIGHT_MAX, key, value, "1 to " + IN_FLIGHT_MAX);
  }

  private static void check(boolean fits, String key, Object value, Object expected) {
    if (!fits) {
      throw new IllegalArgumentException(
          PATH + "." + key + ": " + value + " (expected: " + expected + ")");
    }
  }
}
