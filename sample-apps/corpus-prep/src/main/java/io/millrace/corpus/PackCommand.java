// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus;

import io.millrace.cli.GatewayOption;
import io.millrace.cli.OutputOption;
import io.millrace.client.MillraceClient;
import io.millrace.corpus.token.PackOptions;
import io.millrace.corpus.token.PackReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Tokenises and packs what the job keeps. */
@Command(
    name = "pack",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Tokenises the documents that are kept, packs them into sequences, and writes files for"
          + " training.",
      "",
      "A document is tokenised once for each tokenizer: other lengths, seeds and weights only pack"
          + " anew. Equal documents and options give equal bytes. The folder has a manifest.json"
          + " and, for npy and megatron, an index of which documents each sequence is made of.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  millrace corpus pack --out train/ --length 4096",
      "  millrace corpus pack --out mix/ --weight web=0.7,books=0.3 --epochs 4 --seed 17",
      "  millrace corpus pack --out megatron/ --format megatron --packing documents",
      "  millrace corpus pack --out own/ --tokenizer tokenizer.json --format parquet"
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:the folder is whole", "1:not done; there is no folder", "2:wrong usage"})
public final class PackCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;
  @Mixin private PackOptions options = new PackOptions();
  @Mixin private GatewayOption gateway = new GatewayOption();
  @Mixin private OutputOption output = new OutputOption();

  /** Made by picocli. */
  public PackCommand() {}

  @Override
  public Integer call() throws IOException {
    CommandSpec command = java.util.Objects.requireNonNull(spec);
    PrintWriter err = command.commandLine().getErr();
    PrintWriter out = command.commandLine().getOut();
    try (MillraceClient client = gateway.connect()) {
      PackReport report =
          options.run(
              CommittedDocuments.open(client),
              line -> {
                err.println(line);
                err.flush();
              });
      if (output.isJson()) {
        out.println(report.json());
      } else {
        out.print(report.table());
      }
      out.flush();
      return 0;
    }
  }
}
