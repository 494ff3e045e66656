// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli;

import io.millrace.client.MillraceClient;
import io.millrace.message.FieldMessages;
import io.millrace.model.Fields;
import io.millrace.v1.GetQuarantinedRequest;
import io.millrace.v1.QuarantineId;
import io.millrace.v1.QuarantinedRecord;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.HexFormat;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows one record in quarantine. */
@Command(
    name = "show",
    description = "Shows all that is known of one record in quarantine.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example:", "  millrace quarantine show --job latest --id 3:17"})
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class QuarantineShowCommand implements CliCommand {
  @Spec private CommandSpec spec;
  @Mixin private GatewayOption gateway;
  @Mixin private OutputOption output;
  @Mixin private JobOption job;

  @Option(
      names = "--id",
      required = true,
      paramLabel = "PARTITION:ID",
      converter = QuarantineNames.class,
      description = "Which record, as list shows it.")
  private QuarantineId id;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    try (MillraceClient client = gateway.connect()) {
      var request = GetQuarantinedRequest.newBuilder().setJob(job.name()).setId(id).build();
      QuarantinedRecord record = client.quarantine().getQuarantined(request);
      if (output.isJson()) {
        out.println(MessageJson.of(record));
      } else {
        print(record, out);
      }
    }
    out.flush();
    return 0;
  }

  private static void print(QuarantinedRecord record, PrintWriter out) {
    row(out, "id", QuarantineNames.of(record.getId()));
    row(out, "state", record.getParked() ? "parked" : "failed");
    row(out, "tries", Integer.toString(record.getAttempts()));
    row(out, "at", Instant.ofEpochMilli(record.getAtMs()).toString());
    row(out, "producer", record.getProducer());
    row(out, "sequence", Long.toString(record.getSequence()));
    row(out, "key", key(record));
    if (record.hasEventTimeMs()) {
      row(out, "event time", Instant.ofEpochMilli(record.getEventTimeMs()).toString());
    }
    Fields fields = FieldMessages.of(record.getFieldsMap());
    for (int i = 0; i < fields.size(); i++) {
      row(out, "field", fields.name(i) + "=" + fields.display(i));
    }
    String value =
        record.hasValueText()
            ? record.getValueText()
            : "0x" + HexFormat.of().formatHex(record.getValue().toByteArray());
    row(out, "value", value);
    row(out, "reason", record.getReason());
    if (!record.getStack().isEmpty()) {
      row(out, "stack", record.getStack().stripTrailing());
    }
  }

  private static void row(PrintWriter out, String name, String value) {
    out.printf("%-10s %s%n", name, value);
  }

  /** The key as text, or in hexadecimal digits. */
  static String key(QuarantinedRecord record) {
    return record.hasKeyText()
        ? record.getKeyText()
        : "0x" + HexFormat.of().formatHex(record.getKey().toByteArray());
  }
}
