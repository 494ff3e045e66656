// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.store.embedded;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * How the embedded Cassandra runs.
 *
 * @param folder holds its data, logs and generated settings; belongs to one server at a time
 * @param cache holds what only makes starting faster and any number of servers may share: the class
 *     archive and the launcher's jar
 * @param jars folder with Cassandra's class path
 * @param heapMb Java heap in MiB, 256 to 31744; the process takes about half as much again
 * @param quickStart start about 1.5 s sooner, and be slower under load: right for tests
 * @param host loopback address to listen on, {@code 127.x.y.z}
 * @param startTimeout how long a start may take, 1 s to 10 min
 * @param commitLogSync when acknowledged writes are on the disk
 */
public record EmbeddedCassandraSettings(
    Path folder,
    Path cache,
    Path jars,
    int heapMb,
    boolean quickStart,
    String host,
    Duration startTimeout,
    CommitLogSync commitLogSync) {
  private static final String PATH = "millrace.embedded-cassandra";
  private static final int HEAP_MB_MIN = 256;
  private static final int HEAP_MB_MAX = 31 * 1024;
  private static final Duration START_TIMEOUT_MIN = Duration.ofSeconds(1);
  private static final Duration START_TIMEOUT_MAX = Duration.ofMinutes(10);
  private static final Pattern LOOPBACK =
      Pattern.compile("127(\\.(\\d{1,2}|1\\d\\d|2[0-4]\\d|25[0-5])){3}");

  public EmbeddedCassandraSettings {
    folder = folder.toAbsolutePath().normalize();
    cache = cache.toAbsolutePath().normalize();
    jars = jars.toAbsolutePath().normalize();
    if (heapMb < HEAP_MB_MIN || heapMb > HEAP_MB_MAX) {
      throw new IllegalArgumentException(
          PATH + ".heap-mb: " + heapMb + " (expected: " + HEAP_MB_MIN + " to " + HEAP_MB_MAX + ")");
    }
    if (!LOOPBACK.matcher(host).matches()) {
      throw new IllegalArgumentException(PATH + ".host: " + host + " (expected: 127.x.y.z)");
    }
    if (startTimeout.compareTo(START_TIMEOUT_MIN) < 0
        || startTimeout.compareTo(START_TIMEOUT_MAX) > 0) {
      throw new IllegalArgumentException(
          PATH + ".start-timeout: " + startTimeout + " (expected: 1 s to 10 min)");
    }
  }

  /**
   * The settings of a server for load: 1 GiB heap, full speed, 127.0.0.1, up to 2 minutes to start,
   * commit log synced before each acknowledgement, cache in the folder.
   */
  public static EmbeddedCassandraSettings of(Path folder, Path jars) {
    return new EmbeddedCassandraSettings(
        folder,
        folder.resolve("cache"),
        jars,
        1024,
        false,
        "127.0.0.1",
        Duration.ofMinutes(2),
        CommitLogSync.BATCH);
  }

  /**
   * Reads {@code millrace.embedded-cassandra}; {@code reference.conf} tells every key's range.
   *
   * @throws IllegalArgumentException naming key, value and what was expected
   */
  public static EmbeddedCassandraSettings from(Config root) {
    try {
      Config c = root.getConfig(PATH);
      Path folder = Path.of(c.getString("folder"));
      String cache = c.getString("cache");
      return new EmbeddedCassandraSettings(
          folder,
          cache.isEmpty() ? folder.resolve("cache") : Path.of(cache),
          Path.of(c.getString("jars")),
          c.getInt("heap-mb"),
          c.getBoolean("quick-start"),
          c.getString("host"),
          c.getDuration("start-timeout"),
          sync(c.getString("commit-log-sync")));
    } catch (ConfigException e) {
      throw new IllegalArgumentException(PATH + ": " + e.getMessage(), e);
    }
  }

  private static CommitLogSync sync(String text) {
    return switch (text) {
      case "periodic" -> CommitLogSync.PERIODIC;
      case "group" -> CommitLogSync.GROUP;
      case "batch" -> CommitLogSync.BATCH;
      default ->
          throw new IllegalArgumentException(
              PATH + ".commit-log-sync: " + text + " (expected: batch, group or periodic)");
    };
  }

  /** The same, starting sooner and slower under load. */
  public EmbeddedCassandraSettings withQuickStart() {
    return new EmbeddedCassandraSettings(
        folder, cache, jars, heapMb, true, host, startTimeout, commitLogSync);
  }

  /** The same with another folder for data and logs; the cache stays where it is. */
  public EmbeddedCassandraSettings withFolder(Path newFolder) {
    return new EmbeddedCassandraSettings(
        newFolder, cache, jars, heapMb, quickStart, host, startTimeout, commitLogSync);
  }

  /** The same with another cache folder. */
  public EmbeddedCassandraSettings withCache(Path newCache) {
    return new EmbeddedCassandraSettings(
        folder, newCache, jars, heapMb, quickStart, host, startTimeout, commitLogSync);
  }

  /** The same with another heap, in MiB. */
  public EmbeddedCassandraSettings withHeapMb(int newHeapMb) {
    return new EmbeddedCassandraSettings(
        folder, cache, jars, newHeapMb, quickStart, host, startTimeout, commitLogSync);
  }

  /** The same with another way to sync the commit log. */
  public EmbeddedCassandraSettings withCommitLogSync(CommitLogSync sync) {
    return new EmbeddedCassandraSettings(
        folder, cache, jars, heapMb, quickStart, host, startTimeout, sync);
  }

  Path logFile() {
    return folder.resolve("logs").resolve("cassandra.log");
  }

  /** What the JVM itself and a server that cannot log yet have to say. */
  Path outputFile() {
    return folder.resolve("logs").resolve("output.log");
  }
}
