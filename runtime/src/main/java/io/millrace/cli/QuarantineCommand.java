// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli;

import picocli.CommandLine.Command;

/** Shows records on which a processor kept failing, and empties quarantine. */
@Command(
    name = "quarantine",
    description = "Shows records on which a job's processor kept failing; redrives or drops them.",
    mixinStandardHelpOptions = true,
    subcommands = {
      QuarantineListCommand.class,
      QuarantineShowCommand.class,
      QuarantineRedriveCommand.class,
      QuarantineDropCommand.class
    },
    footer = {
      "",
      "A record in quarantine is named PARTITION:ID, such as 3:17. A parked record only waits",
      "behind an older one of its key and has its turn when that one is gone.",
      "",
      "Examples:",
      "  millrace quarantine list --job latest",
      "  millrace quarantine show --job latest --id 3:17",
      "  millrace quarantine redrive --job latest --all       after the processor was mended",
      "  millrace quarantine drop --job latest --id 3:17 --id 3:18"
    })
public final class QuarantineCommand extends CommandGroup {}
