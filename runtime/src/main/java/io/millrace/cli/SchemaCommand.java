// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli;

import io.millrace.store.cassandra.Schema;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Tells about Cassandra's tables. */
@Command(
    name = "schema",
    description = "Tells about the tables in Cassandra.",
    mixinStandardHelpOptions = true,
    subcommands = SchemaCommand.Print.class,
    footer = {"", "Example:", "  millrace schema print --replication-factor 3 | cqlsh"})
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class SchemaCommand implements CliCommand {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return CommandLine.ExitCode.USAGE;
  }

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
}
