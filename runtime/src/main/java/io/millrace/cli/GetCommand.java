// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.millrace.client.MillraceClient;
import io.millrace.v1.GetRequest;
import io.millrace.v1.GetResponse;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints the newest main result of a key. */
@Command(
    name = "get",
    description = "Prints the newest main result of a key; exit code 1 if it has none.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example:", "  millrace get --job latest --key a"})
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class GetCommand implements CliCommand {
  @Spec private CommandSpec spec;
  @Mixin private GatewayOption gateway;
  @Mixin private OutputOption output;
  @Mixin private JobOption job;
  @Mixin private StageOption stage;

  @Option(names = "--key", required = true, description = "The key, as text.")
  private String key;

  @Override
  public Integer call() {
    try (MillraceClient client = gateway.connect()) {
      GetResponse response =
          client
              .results()
              .get(
                  GetRequest.newBuilder()
                      .setJob(job.name())
                      .setStage(stage.name())
                      .setKeyText(key)
                      .build());
      new ResultPrinter(spec.commandLine().getOut(), output.isJson()).print(response.getResult());
      return 0;
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() != Status.Code.NOT_FOUND) {
        throw e;
      }
      spec.commandLine().getErr().println(e.getStatus().getDescription());
      return 1;
    }
  }
}
