// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.store.embedded;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The command line of the child JVM. */
final class ChildCommand {
  private static final List<String> EXPORTS =
      List.of(
          "java.base/jdk.internal.misc",
          "java.base/jdk.internal.ref",
          "java.base/sun.nio.ch",
          "java.management.rmi/com.sun.jmx.remote.internal.rmi",
          "java.rmi/sun.rmi.registry",
          "java.rmi/sun.rmi.server",
          "java.sql/java.sql");
  private static final List<String> OPENS =
      List.of(
          "java.base/java.lang.module",
          "java.base/jdk.internal.loader",
          "java.base/jdk.internal.ref",
          "java.base/jdk.internal.reflect",
          "java.base/jdk.internal.math",
          "java.base/jdk.internal.module",
          "java.base/jdk.internal.util.jar",
          "java.base/sun.nio.ch",
          "java.base/java.io",
          "java.base/java.lang",
          "java.base/java.lang.reflect",
          "java.base/java.util",
          "java.base/java.nio",
          "java.base/java.util.concurrent",
          "java.base/java.util.concurrent.atomic",
          "jdk.management/com.sun.management.internal",
          "java.rmi/sun.rmi.transport.tcp");

  private ChildCommand() {}

  /** Cassandra's jars in a fixed order: the class archive is good for one order only. */
  static List<Path> jars(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    }
  }

  static List<String> of(
      EmbeddedCassandraSettings settings,
      CassandraYaml yaml,
      ChildJava java,
      ClassArchive archive,
      List<Path> jars) {
    var command = new ArrayList<String>();
    command.add(java.executable().toString());
    command.add("-Xms" + settings.heapMb() + "m");
    command.add("-Xmx" + settings.heapMb() + "m");
    command.add("-XX:+UseG1GC");
    command.add("-XX:+ExitOnOutOfMemoryError");
    command.add("-XX:+PerfDisableSharedMem");
    if (settings.quickStart()) {
      command.add("-XX:TieredStopAtLevel=1");
    }
    command.add(archive.option());
    // Standard output belongs to the launcher.
    command.add("-Xlog:disable");
    command.add("-Xlog:all=warning,cds=error:stderr");
    command.add("-Djdk.attach.allowAttachSelf=true");
    EXPORTS.forEach(name -> command.add("--add-exports=" + name + "=ALL-UNNAMED"));
    OPENS.forEach(name -> command.add("--add-opens=" + name + "=ALL-UNNAMED"));
    command.add("-Dcassandra.config=" + yaml.yamlFile().toUri());
    command.add("-Dcassandra.storagedir=" + settings.folder());
    command.add("-Dcassandra-foreground=yes");
    command.add("-Dlogback.configurationFile=" + yaml.logbackFile());
    // One node waits for nobody, and need not spend 3 s on estimating a row's overhead.
    command.add("-Dcassandra.skip_wait_for_gossip_to_settle=0");
    command.add("-Dcassandra.ring_delay_ms=100");
    command.add("-Dcassandra.superuser_setup_delay_ms=0");
    command.add("-Dcassandra.memtable_row_overhead_computation_step=1000");
    command.add("-Dcassandra.shutdown_announce_in_ms=0");
    command.add("-cp");
    command.add(
        Stream.concat(Stream.of(archive.launcher()), jars.stream())
            .map(Path::toString)
            .collect(Collectors.joining(File.pathSeparator)));
    command.add(CassandraProcess.class.getName());
    command.add(settings.folder().resolve("lock").toString());
    return command;
  }
}
