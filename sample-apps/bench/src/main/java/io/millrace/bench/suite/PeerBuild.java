// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.suite;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A peer's module as Maven leaves it.
 *
 * @param module its folder
 */
public record PeerBuild(Path module) {
  static final String HOW = "run mvn -Pbench -DskipTests package";

  /** Where the jars lie that it needs. */
  Path lib() {
    return module.resolve("target").resolve("lib");
  }

  boolean isThere() {
    return Files.isDirectory(lib());
  }

  /** What {@code java -cp} takes: its own jar and all it needs. */
  String classPath() {
    return lib().resolve("*") + File.pathSeparator + module.resolve("target").resolve("*");
  }
}
