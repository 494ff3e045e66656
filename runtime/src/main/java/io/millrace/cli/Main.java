// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.millrace.model.MillraceException;
import java.io.PrintWriter;
import java.util.ServiceLoader;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** The {@code millrace} program. Exit codes: 0 done, 1 failed, 2 used wrongly. */
@Command(
    name = "millrace",
    description = "An actor-based distributed runtime for keyed data work.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Examples:",
      "  millrace demo                                  the main job, end to end, on this machine",
      "  millrace node --config config/dev.conf         one node with an embedded Cassandra",
      "  echo '{\"key\":\"a\",\"value\":\"1\"}' | millrace submit --job latest",
      "  millrace get --job latest --key a",
      "",
      "Every command has --help."
    })
public final class Main {
  private Main() {}

  /** Tells the version that the build wrote into the jar. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Main.class.getPackage().getImplementationVersion();
      return new String[] {"millrace " + (version == null ? "(not packaged)" : version)};
    }
  }

  /** Runs a command and ends the JVM with its exit code. */
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  /** The command line with all commands of the class path. */
  public static CommandLine commandLine() {
    var line = new CommandLine(new Main());
    ServiceLoader.load(CliCommand.class).stream()
        .map(ServiceLoader.Provider::get)
        .sorted((a, b) -> name(a).compareTo(name(b)))
        .forEach(command -> line.addSubcommand(new CommandLine(command)));
    return line.setExecutionExceptionHandler((e, command, parsed) -> onFailure(e, command));
  }

  private static String name(CliCommand command) {
    return command.getClass().getAnnotation(Command.class).name();
  }

  private static int onFailure(Exception failure, CommandLine command) throws Exception {
    PrintWriter err = command.getErr();
    if (failure instanceof MillraceException e) {
      err.println("millrace " + command.getCommandName() + ": " + e.getMessage());
    } else if (failure instanceof StatusRuntimeException e) {
      err.println("millrace " + command.getCommandName() + ": " + describe(e.getStatus()));
    } else {
      throw failure;
    }
    return CommandLine.ExitCode.SOFTWARE;
  }

  private static String describe(Status status) {
    String text = status.getCode() + ": " + status.getDescription();
    return status.getCode() == Status.Code.UNAVAILABLE
        ? text + " (is a node running there? see millrace node --help)"
        : text;
  }
}
