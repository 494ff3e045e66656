// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.store.embedded;

import static io.millrace.model.MillraceException.Kind.CALLER;

import io.millrace.model.MillraceException;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;

/** Finds a Java that Cassandra 5.0 runs on (17, else 11), whatever Millrace itself runs on. */
final class ChildJava {
  private static final Set<String> VERSIONS = Set.of("17", "11");
  private static final List<String> VARIABLES =
      List.of("JAVA17_HOME", "MILLRACE_CASSANDRA_JAVA_HOME");

  private final Path home;
  private final String version;

  private ChildJava(Path home, String version) {
    this.home = home;
    this.version = version;
  }

  /**
   * Looks at the running Java, then at the variables, then at the running Java's siblings.
   *
   * @throws MillraceException CALLER if there is none
   */
  static ChildJava find(Path runningHome, Map<String, String> environment) {
    var candidates = new ArrayList<Path>();
    candidates.add(runningHome);
    VARIABLES.stream()
        .filter(environment::containsKey)
        .map(variable -> Path.of(environment.get(variable)))
        .forEach(candidates::add);
    candidates.addAll(siblings(runningHome));
    return candidates.stream()
        .flatMap(candidate -> check(candidate).stream())
        .findFirst()
        .orElseThrow(
            () ->
                MillraceException.of(CALLER, "no Java 17 for the embedded Cassandra")
                    .with("expected", "a JDK 17 named by " + String.join(" or ", VARIABLES))
                    .with("running", runningHome)
                    .with("tried", candidates.size()));
  }

  Path executable() {
    return home.resolve("bin").resolve(windows() ? "java.exe" : "java");
  }

  /** Vendor's version text; two Javas of the same text accept the same class archive. */
  String version() {
    return version;
  }

  private static Optional<ChildJava> check(Path home) {
    Path release = home.resolve("release");
    if (!Files.isReadable(release)) {
      return Optional.empty();
    }
    try {
      String text = Files.readString(release);
      var properties = new Properties();
      properties.load(new StringReader(text));
      String version = properties.getProperty("JAVA_VERSION", "").replace("\"", "");
      var java = new ChildJava(home, text);
      String feature = version.replaceAll("[^0-9].*", "");
      return VERSIONS.contains(feature) && Files.isExecutable(java.executable())
          ? Optional.of(java)
          : Optional.empty();
    } catch (IOException e) {
      throw MillraceException.of(CALLER, "cannot read a Java's release file", e)
          .with("file", release);
    }
  }

  private static List<Path> siblings(Path runningHome) {
    Path parent = runningHome.getParent();
    if (parent == null) {
      return List.of();
    }
    // On macOS a home ends in Contents/Home below the folder that has the siblings.
    boolean nested = parent.endsWith("Contents");
    Path folder = nested ? runningHome.resolve("../../..").normalize() : parent;
    try (Stream<Path> homes = Files.list(folder)) {
      return homes
          .sorted()
          .map(home -> nested ? home.resolve("Contents").resolve("Home") : home)
          .toList();
    } catch (IOException e) {
      throw MillraceException.of(CALLER, "cannot list the folder of Javas", e)
          .with("folder", folder);
    }
  }

  private static boolean windows() {
    return System.getProperty("os.name", "").startsWith("Windows");
  }
}
