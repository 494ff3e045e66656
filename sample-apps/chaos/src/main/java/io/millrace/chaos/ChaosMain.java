// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Runs the full run, as {@code mvn -Pchaos verify} does, from a class path that is built. */
public final class ChaosMain {
  private static final String JARS = "millrace.embedded-cassandra.jars";

  private ChaosMain() {}

  /**
   * Runs it. Settings come from system properties: {@link ChaosSettings}.
   *
   * @param args the folder for logs, data and {@code report.md}
   */
  public static void main(String[] args) throws InterruptedException, IOException {
    String jars = System.getProperty(JARS);
    if (args.length != 1 || jars == null) {
      System.err.println("Usage: java -D" + JARS + "=FOLDER " + ChaosMain.class.getName() + " OUT");
      System.exit(2);
      return;
    }
    var report = run(Path.of(args[0]), Path.of(jars));
    System.out.println(report.markdown());
    System.exit(report.verdict().isClean() ? 0 : 1);
  }

  /** Runs it in a new folder below {@code out}, and writes the report into {@code out}. */
  static ChaosReport run(Path out, Path jars) throws InterruptedException, IOException {
    Path target = Files.createDirectories(out.toAbsolutePath());
    Path folder = Files.createTempDirectory(target, "run");
    var settings = ChaosSettings.from(System.getProperties());
    return new ChaosRun(settings, folder, jars).run(target.resolve("report.md"));
  }
}
