// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** The demo's input where none is given: the jars that it runs on, full of real texts. */
public final class ClassPathTexts {
  private ClassPathTexts() {}

  /** The jars of this JVM's class path, by file name. */
  public static List<Path> jars() {
    return jars(System.getProperty("java.class.path", ""));
  }

  static List<Path> jars(String classPath) {
    return Arrays.stream(classPath.split(File.pathSeparator))
        .filter(entry -> entry.endsWith(".jar"))
        .map(Path::of)
        .filter(Files::isRegularFile)
        .distinct()
        .sorted(
            Comparator.comparing((Path jar) -> String.valueOf(jar.getFileName()))
                .thenComparing(jar -> jar))
        .toList();
  }
}
