// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli;

import io.millrace.client.ClientSettings;
import io.millrace.client.MillraceClient;
import java.util.List;
import picocli.CommandLine.Option;

/** Which nodes a command talks to. A picocli mixin. */
public final class GatewayOption {
  @Option(
      names = "--gateway",
      split = ",",
      paramLabel = "HOST:PORT",
      defaultValue = "127.0.0.1:7400",
      description = "Gateways to talk to, separated by commas (default: ${DEFAULT-VALUE}).")
  private List<String> gateways = List.of();

  /** A client of those nodes; the caller closes it. */
  public MillraceClient connect() {
    return MillraceClient.connect(gateways, ClientSettings.defaults());
  }

  /** A client of those nodes under other settings; the caller closes it. */
  public MillraceClient connect(ClientSettings settings) {
    return MillraceClient.connect(gateways, settings);
  }
}
