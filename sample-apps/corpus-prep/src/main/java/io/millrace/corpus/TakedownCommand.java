// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus;

import io.millrace.cli.GatewayOption;
import io.millrace.client.MillraceClient;
import io.millrace.corpus.document.DocumentId;
import io.millrace.corpus.near.Message.TakeDown;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Takes documents down. */
@Command(
    name = "takedown",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Takes documents down for good: they no longer stay, and the same text is refused from now"
          + " on. Of near duplicates of one that stayed the best comes back; they are not taken"
          + " down themselves.",
      "",
      "A path or URL means every text that ever came under it, whether it was kept or was the twin"
          + " of one. May be killed and run again: nothing is done twice.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  millrace corpus takedown --url https://example.org/page --reason \"request 17\""
          + " --manifest 17.json",
      "  millrace corpus takedown --file list.txt --reason \"request 18\" --dry-run"
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:not done, or of a cluster nobody is remembered who could come back",
      "2:wrong usage"
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class TakedownCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private GatewayOption gateway;

  @Option(names = "--id", paramLabel = "HASH", description = "A document's id, 32 digits.")
  private List<String> ids = List.of();

  @Option(names = "--url", paramLabel = "URL", description = "The field url of a document.")
  private List<String> urls = List.of();

  @Option(names = "--path", paramLabel = "PATH", description = "The path of a document.")
  private List<String> paths = List.of();

  @Option(
      names = "--file",
      paramLabel = "LIST",
      description = "A file with an id, URL or path on each line.")
  private Optional<Path> list = Optional.empty();

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      required = true,
      description = "Why, up to 1,000 characters; stays in the ledger.")
  private String reason;

  @Option(
      names = "--manifest",
      paramLabel = "FILE",
      description =
          "Where to write what changed: documents that went and that stay instead. Must not exist;"
              + " needed without --dry-run.")
  private Optional<Path> manifest = Optional.empty();

  @Option(names = "--dry-run", description = "Only say which documents are meant.")
  private boolean isDryRun;

  /** Made by picocli. */
  TakedownCommand() {}

  @Override
  public Integer call() throws IOException {
    var meant = new ArrayList<DocumentId>();
    var names = new ArrayList<String>(urls);
    names.addAll(paths);
    for (String id : ids) {
      if (!DocumentId.isId(id)) {
        throw wrong("--id: " + id + " (expected: 32 hexadecimal digits)");
      }
      meant.add(DocumentId.parse(id));
    }
    for (String line : list.isPresent() ? Files.readAllLines(list.get()) : List.<String>of()) {
      if (DocumentId.isId(line.strip())) {
        meant.add(DocumentId.parse(line.strip()));
      } else if (!line.isBlank()) {
        names.add(line.strip());
      }
    }
    check(meant.size() + names.size());
    try (MillraceClient client = gateway.connect(CorpusRun.clientSettings())) {
      var takedown = new Takedown(client, reason);
      SortedSet<DocumentId> found = takedown.resolve(meant, names);
      PrintWriter out = spec.commandLine().getOut();
      if (isDryRun) {
        found.forEach(out::println);
        out.println(found.size() + " documents; nothing was done (--dry-run)");
        out.flush();
        return 0;
      }
      TakedownManifest done = takedown.run(found);
      done.write(manifest.orElseThrow());
      return tell(done, out);
    }
  }

  private void check(int asked) {
    if (asked == 0) {
      throw wrong("Missing: --id, --url, --path or --file with a line");
    }
    if (reason.isBlank() || reason.length() > TakeDown.REASON_MAX) {
      throw wrong(
          "--reason: "
              + reason.length()
              + " characters (expected: 1 to "
              + TakeDown.REASON_MAX
              + ")");
    }
    if (!isDryRun && manifest.isEmpty()) {
      throw wrong("Missing required option: '--manifest=FILE'");
    }
    if (manifest.isPresent() && Files.exists(manifest.get())) {
      throw wrong("--manifest: " + manifest.get() + " exists (expected: a new path)");
    }
  }

  private ParameterException wrong(String what) {
    return new ParameterException(spec.commandLine(), what);
  }

  private static int tell(TakedownManifest done, PrintWriter out) {
    out.println("taken down  " + done.removed().size());
    out.println("came back   " + done.kept().size());
    out.println("unchanged   " + done.unchanged().size() + " that did not stay before");
    done.exhausted()
        .forEach(
            cluster ->
                out.println(
                    "cluster "
                        + cluster
                        + " has documents left, and none is remembered that could come back"
                        + " (expected: one of at most 9; change its text a little and submit it"
                        + " anew)"));
    out.flush();
    return done.exhausted().isEmpty() ? 0 : 1;
  }
}
