// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.export;

import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Whether an export may be gone on with. */
final class Resumption {
  private Resumption() {}

  /**
   * Refuses to go on with another export than the one that was begun.
   *
   * @throws MillraceException CALLER naming what differs
   */
  static void check(Manifest begun, ExportRequest request, Exporter.Choice choice, Path folder)
      throws IOException {
    Map<String, String> then = options(begun.request());
    options(request)
        .forEach(
            (option, now) -> {
              String before = then.getOrDefault(option, "");
              if (!now.equals(before)) {
                throw differs(folder, option, now, before);
              }
            });
    if (choice.same() != null
        && !Manifest.read(choice.same()).plan().positions().equals(begun.plan().positions())) {
      throw differs(folder, "--positions", choice.same(), "the positions it was begun with");
    }
    if (choice.since() != null) {
      Map<Integer, Long> ends = Manifest.read(choice.since()).plan().ends();
      for (LogPart part : begun.plan().positions()) {
        if (ends.getOrDefault(part.partition(), part.afterBlock()) != part.afterBlock()) {
          throw differs(folder, "--since", choice.since(), "the export it was begun behind");
        }
      }
    }
  }

  private static MillraceException differs(Path folder, String option, Object now, String then) {
    return MillraceException.of(Kind.CALLER, "the export in this folder was begun otherwise")
        .with("folder", folder)
        .with("option", option)
        .with("value", now)
        .with("expected", then + "; or another folder, or --overwrite");
  }

  private static Map<String, String> options(ExportRequest request) {
    var options = new LinkedHashMap<String, String>();
    options.put("--job", request.job());
    options.put("--stage", request.stage());
    options.put("--tag", request.tag());
    options.put("--format", request.format());
    options.put("--key", request.key().name());
    options.put("--value", request.value().name());
    options.put("--file-records", String.valueOf(request.fileRecords()));
    options.put("--file-bytes", String.valueOf(request.fileBytes()));
    options.put("--row-group-bytes", String.valueOf(request.rowGroupBytes()));
    return options;
  }
}
