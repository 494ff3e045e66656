// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.store.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * One real Cassandra for all {@code *IT} classes of a module's test run: started by the first that
 * asks, stopped when the JVM ends. Each class takes a keyspace of its own. Thread-safe.
 */
public final class SharedCassandra {
  private static final String JARS = "millrace.embedded-cassandra.jars";

  private SharedCassandra() {}

  /** The running server. */
  public static EmbeddedCassandra get() {
    return Holder.SERVER;
  }

  /**
   * Settings for a server that a test starts itself: quick, with the class archive that all test
   * runs share.
   *
   * @param name of its folder below the module's {@code target}; what was in it is deleted
   */
  public static EmbeddedCassandraSettings settings(String name) {
    Path folder = Path.of("target", "cassandra-it", name).toAbsolutePath();
    deleteAll(folder);
    Path jars = jars();
    return EmbeddedCassandraSettings.of(folder, jars)
        .withQuickStart()
        .withHeapMb(768)
        .withCache(jars.resolveSibling("cassandra-cache"));
  }

  /** The folder with Cassandra's jars, as the build says. */
  public static Path jars() {
    String jars = System.getProperty(JARS);
    if (jars == null) {
      throw new IllegalStateException("system property " + JARS + ": not set (the build sets it)");
    }
    return Path.of(jars);
  }

  private static void deleteAll(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class Holder {
    static final EmbeddedCassandra SERVER = EmbeddedCassandra.start(settings("shared"));

    static {
      Runtime.getRuntime().addShutdownHook(new Thread(SERVER::close, "shared-cassandra-stop"));
    }
  }
}
