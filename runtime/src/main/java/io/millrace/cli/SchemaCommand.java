// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli;

import io.millrace.node.NodeSettings;
import io.millrace.store.cassandra.CassandraSettings;
import io.millrace.store.cassandra.CassandraStores;
import io.millrace.store.cassandra.Schema;
import io.millrace.store.cassandra.ServerFinding;
import io.millrace.store.cassandra.ServerFinding.Weight;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Tells about Cassandra's tables and settings. */
@Command(
    name = "schema",
    description = "Tells about the tables in Cassandra and about its settings.",
    mixinStandardHelpOptions = true,
    subcommands = {SchemaCommand.Print.class, SchemaCommand.Check.class},
    footer = {
      "",
      "Examples:",
      "  millrace schema print --replication-factor 3 | cqlsh",
      "  millrace schema check --config config/node.conf"
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class SchemaCommand extends CommandGroup {
  /** Prints the schema. */
  @Command(
      name = "print",
      description = "Prints the CQL that creates keyspace and tables.",
      mixinStandardHelpOptions = true)
  static final class Print implements CliCommand {
    @Spec private CommandSpec spec;

    @Option(
        names = "--keyspace",
        defaultValue = "millrace",
        description = "Name of the keyspace (default: ${DEFAULT-VALUE}).")
    private String keyspace;

    @Option(
        names = "--datacenter",
        defaultValue = "datacenter1",
        description = "Datacenter that holds the replicas (default: ${DEFAULT-VALUE}).")
    private String datacenter;

    @Option(
        names = "--replication-factor",
        defaultValue = "3",
        description = "Replicas in it (default: ${DEFAULT-VALUE}).")
    private int replicationFactor;

    @Override
    public Integer call() {
      PrintWriter out = spec.commandLine().getOut();
      out.print(new Schema(keyspace, datacenter, replicationFactor).print());
      out.flush();
      return 0;
    }
  }

  /** Asks Cassandra for the settings that bear on the promise. */
  @Command(
      name = "check",
      description = {
        "Tells which settings of Cassandra, or of how it is used, weaken the promise.",
        "Exits with 1 if any does. Creates and changes nothing."
      },
      mixinStandardHelpOptions = true)
  static final class Check implements CliCommand {
    @Spec private CommandSpec spec;

    @Option(
        names = "--config",
        required = true,
        paramLabel = "FILE",
        description = "The settings that the nodes are started with.")
    private Path config;

    @Override
    public Integer call() {
      var settings = CassandraSettings.from(NodeSettings.load(config).config());
      return report(CassandraStores.check(settings), spec.commandLine().getOut());
    }

    /** Prints the findings; 1 if any is a weakness. */
    static int report(List<ServerFinding> findings, PrintWriter out) {
      for (ServerFinding finding : findings) {
        out.println(
            (finding.weight() == Weight.WEAKNESS ? "WEAK   " : "REMARK ")
                + finding.setting()
                + " = "
                + finding.value()
                + " ("
                + finding.where()
                + ")");
        out.println("       " + finding.consequence());
        out.println("       set: " + finding.remedy());
      }
      if (findings.isEmpty()) {
        out.println("nothing weakens the promise");
      }
      out.flush();
      return findings.stream().anyMatch(f -> f.weight() == Weight.WEAKNESS) ? 1 : 0;
    }
  }
}
