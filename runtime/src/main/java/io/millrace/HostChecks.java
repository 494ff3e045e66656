// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace;

import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.millrace.node.NodeSettings;
import io.millrace.node.StoreKind;
import io.millrace.store.embedded.EmbeddedCassandraSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ForkJoinPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at the JVM and the machine that a node is about to start in, and changes nothing. */
final class HostChecks {
  /** Java that needs no advice any more: its asynchronous stages always use the common pool. */
  private static final int JAVA_WITHOUT_ADVICE = 25;

  private static final int PARALLELISM_MIN = 2;
  private static final String PARALLELISM = "java.util.concurrent.ForkJoinPool.common.parallelism";
  private static final Logger LOG = LoggerFactory.getLogger(HostChecks.class);

  private HostChecks() {}

  static void warnOfCommonPool() {
    int parallelism = ForkJoinPool.getCommonPoolParallelism();
    commonPoolAdvice(parallelism, Runtime.version().feature())
        .ifPresent(
            option ->
                LOG.atWarn()
                    .addKeyValue("commonPoolParallelism", parallelism)
                    .addKeyValue("expected", option)
                    .log(
                        "this JVM runs each asynchronous callback in a thread of its own;"
                            + " start it with the option, or throughput suffers"));
  }

  /**
   * The option that the JVM should be started with, empty if it is well as it is.
   *
   * @param java feature version, such as 17
   */
  static Optional<String> commonPoolAdvice(int parallelism, int java) {
    return parallelism < PARALLELISM_MIN && java < JAVA_WITHOUT_ADVICE
        ? Optional.of("-D" + PARALLELISM + "=" + PARALLELISM_MIN)
        : Optional.empty();
  }

  /** Refuses, if the embedded Cassandra is wanted, a folder that it could not use. */
  static void checkDataFolder(NodeSettings settings) {
    if (settings.store() != StoreKind.EMBEDDED) {
      return;
    }
    Path folder = EmbeddedCassandraSettings.from(settings.config()).folder();
    try {
      Files.createDirectories(folder);
      Files.delete(Files.createTempFile(folder, "writable", ".tmp"));
    } catch (IOException e) {
      throw MillraceException.of(Kind.CALLER, "data folder cannot be written", e)
          .with("millrace.embedded-cassandra.folder", folder)
          .with("cause", e)
          .with("expected", "a folder that this process may create and write");
    }
  }
}
