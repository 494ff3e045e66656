// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli;

import io.millrace.client.MillraceClient;
import io.millrace.v1.QuarantineActionResponse;
import io.millrace.v1.QuarantineId;
import java.io.PrintWriter;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Which records of a quarantine a command acts on, and what became of them. A picocli mixin. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class QuarantineSelection {
  private static final int IDS_MAX = 1_000;

  @Mixin private JobOption job;

  @Option(names = "--partition", description = "With --all: only this partition (default: all).")
  private @Nullable Integer partition;

  @Option(
      names = "--stage",
      defaultValue = "",
      description = "With --all: only this stage (default: all).")
  private String stage = "";

  @ArgGroup(multiplicity = "1")
  private Which which;

  /** Some or all. */
  static final class Which {
    @Option(
        names = "--id",
        required = true,
        paramLabel = "PARTITION:ID",
        converter = QuarantineNames.class,
        description = "A record, as list shows it; may be repeated.")
    private List<QuarantineId> ids = List.of();

    @Option(names = "--all", required = true, description = "All records.")
    private boolean all;
  }

  String job() {
    return job.name();
  }

  String stage() {
    return stage;
  }

  @Nullable Integer partition() {
    return partition;
  }

  boolean isAll() {
    return which.all;
  }

  /** A request's worth of records: some ids, or a place to go on behind. */
  record Part(List<QuarantineId> ids, @Nullable QuarantineId after) {}

  /** Acts on all that is selected, and tells what became of it. */
  int act(
      CommandSpec spec,
      GatewayOption gateway,
      OutputOption output,
      BiFunction<MillraceClient, Part, QuarantineActionResponse> action) {
    try (MillraceClient client = gateway.connect()) {
      QuarantineActionResponse sum = askAll(part -> action.apply(client, part));
      CommandLine line = spec.commandLine();
      return report(sum, output.isJson(), line.getOut(), line.getErr());
    }
  }

  /** Asks as often as it takes, and adds up the answers. */
  private QuarantineActionResponse askAll(Function<Part, QuarantineActionResponse> ask) {
    var sum = QuarantineActionResponse.newBuilder();
    if (which.all) {
      QuarantineActionResponse last = add(sum, ask.apply(new Part(List.of(), null)));
      while (last.hasNext()) {
        last = add(sum, ask.apply(new Part(List.of(), last.getNext())));
      }
      return sum.build();
    }
    for (int from = 0; from < which.ids.size(); from += IDS_MAX) {
      int to = Math.min(which.ids.size(), from + IDS_MAX);
      add(sum, ask.apply(new Part(which.ids.subList(from, to), null)));
    }
    return sum.build();
  }

  private static QuarantineActionResponse add(
      QuarantineActionResponse.Builder sum, QuarantineActionResponse one) {
    sum.setRedriven(sum.getRedriven() + one.getRedriven())
        .setFailed(sum.getFailed() + one.getFailed())
        .setDropped(sum.getDropped() + one.getDropped())
        .addAllUnknown(one.getUnknownList());
    return one;
  }

  /** Prints what became of them; the exit code says whether all went as wanted. */
  private static int report(
      QuarantineActionResponse sum, boolean json, PrintWriter out, PrintWriter err) {
    if (json) {
      out.println(MessageJson.of(sum));
    } else {
      out.println(
          sum.getRedriven()
              + " took effect, "
              + sum.getFailed()
              + " failed again, "
              + sum.getDropped()
              + " dropped");
    }
    out.flush();
    if (sum.getUnknownCount() > 0) {
      err.println(
          "not there, or parked behind another: "
              + sum.getUnknownList().stream()
                  .map(QuarantineNames::of)
                  .collect(Collectors.joining(", ")));
    }
    return sum.getFailed() == 0 && sum.getUnknownCount() == 0 ? 0 : 1;
  }
}
