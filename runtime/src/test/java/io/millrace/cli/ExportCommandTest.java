// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.millrace.export.Manifest;
import io.millrace.gateway.TestNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Exports to folders of files: whole, again, since, and what is refused. */
@Timeout(180)
class ExportCommandTest {
  private static final Path FULL_DEVICE = Path.of("/dev/full");

  private static TestNode node;

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  private Path folder;

  @BeforeAll
  static void start() {
    node = TestNode.start("");
    submit(400);
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  private static void submit(int records) {
    Printed run = run("submit", "--generate", String.valueOf(records));
    assertThat(run.exit()).as(run.err()).isZero();
  }

  private static Printed run(String... args) {
    var all = new ArrayList<>(List.of(args));
    all.addAll(List.of("--job", "latest", "--gateway", node.address()));
    return Printed.run(all.toArray(String[]::new));
  }

  private Printed export(String out, String... more) {
    var all = new ArrayList<>(List.of("export", "--out", folder.resolve(out) + "/"));
    all.addAll(List.of(more));
    return run(all.toArray(String[]::new));
  }

  private Manifest manifest(String out) throws IOException {
    return Manifest.read(folder.resolve(out).resolve("_manifest.json"));
  }

  /** The bytes of all files of a folder, by name. */
  private Map<String, String> bytes(String out) throws IOException {
    var bytes = new TreeMap<String, String>();
    try (Stream<Path> files = Files.list(folder.resolve(out))) {
      for (Path file : files.toList()) {
        bytes.put(file.getFileName().toString(), Files.readString(file));
      }
    }
    return bytes;
  }

  private List<String> lines(String out) throws IOException {
    var lines = new ArrayList<String>();
    for (var file : manifest(out).files()) {
      lines.addAll(Files.readAllLines(folder.resolve(out).resolve(file.name())));
    }
    return lines;
  }

  @Test
  void givenFolder_whenExported_thenFilesPerPartitionHoldWhatAScanShows() throws IOException {
    Printed scan = run("scan", "--output", "json");

    Printed export = export("a", "--format", "jsonl", "--file-records", "30", "--output", "json");

    assertThat(export.exit()).as(export.err()).isZero();
    Manifest manifest = manifest("a");
    assertThat(lines("a")).isEqualTo(scan.out().lines().toList());
    assertThat(manifest.complete()).isTrue();
    assertThat(manifest.records()).isEqualTo(lines("a").size());
    assertThat(manifest.files()).hasSizeGreaterThan(8);
    assertThat(manifest.files())
        .allSatisfy(
            file -> {
              Path path = folder.resolve("a").resolve(file.name());
              List<String> lines = Files.readAllLines(path);
              assertThat(file.records()).isEqualTo(lines.size()).isLessThanOrEqualTo(30);
              assertThat(file.bytes()).isEqualTo(Files.size(path));
              assertThat(file.sha256()).isEqualTo(Sha256.of(path));
              assertThat(lines.get(0)).startsWith("{\"position\":\"" + file.first() + "\"");
              assertThat(lines.get(lines.size() - 1))
                  .startsWith("{\"position\":\"" + file.last() + "\"");
            });
    var names = new ArrayList<>(manifest.files().stream().map(f -> f.name()).toList());
    assertThat(names).isSorted().first().isEqualTo("part-00000-00000.jsonl");
    names.add("_manifest.json");
    assertThat(bytes("a").keySet()).containsExactlyInAnyOrderElementsOf(names);
    assertThat(export.out())
        .contains("\"results\":" + manifest.records(), "\"files\":" + manifest.files().size());
  }

  @ParameterizedTest
  @CsvSource({"jsonl", "jsonl.gz", "jsonl.zst"})
  void givenSamePositions_whenExportedAgainWhileMoreCommits_thenSameBytes(String format)
      throws IOException {
    assertThat(export("a", "--format", format, "--file-bytes", "4 KiB").exit()).isZero();
    submit(50);

    String positions = folder.resolve("a/_manifest.json").toString();
    Printed again =
        export("b", "--format", format, "--file-bytes", "4 KiB", "--positions", positions);
    Printed now = export("c", "--format", format, "--file-bytes", "4 KiB");

    assertThat(again.exit()).as(again.err()).isZero();
    assertThat(now.exit()).as(now.err()).isZero();
    assertThat(hashes("b")).isEqualTo(hashes("a")).hasSizeGreaterThan(4);
    assertThat(manifest("c").records()).isEqualTo(manifest("a").records() + 50);
  }

  private Map<String, String> hashes(String out) throws IOException {
    var hashes = new TreeMap<String, String>();
    try (Stream<Path> files = Files.list(folder.resolve(out))) {
      for (Path file : files.toList()) {
        hashes.put(file.getFileName().toString(), Sha256.of(file));
      }
    }
    return hashes;
  }

  @Test
  void givenSince_whenExported_thenExactlyWhatCameAfter() throws IOException {
    assertThat(export("a", "--format", "jsonl").exit()).isZero();
    submit(37);
    String since = folder.resolve("a/_manifest.json").toString();

    assertThat(export("b", "--format", "jsonl", "--since", since).exit()).isZero();
    String sinceDelta = folder.resolve("b/_manifest.json").toString();
    assertThat(export("none", "--format", "jsonl", "--since", sinceDelta).exit()).isZero();

    List<String> both = new ArrayList<>(lines("a"));
    both.addAll(lines("b"));
    assertThat(lines("b")).hasSize(37);
    assertThat(both)
        .containsExactlyInAnyOrderElementsOf(
            run("scan", "--output", "json").out().lines().toList());
    assertThat(manifest("none").files()).isEmpty();
    assertThat(bytes("none").keySet()).containsExactly("_manifest.json");
  }

  @Test
  void givenExportCutOff_whenResumed_thenEqualToAnUndisturbedOne() throws IOException {
    String[] how = {"--format", "jsonl", "--file-records", "25"};
    assertThat(export("a", how).exit()).isZero();
    Manifest whole = manifest("a");
    for (int kept = 0; kept <= whole.files().size(); kept++) {
      String name = "cut" + kept;
      Path cut = Files.createDirectory(folder.resolve(name));
      String progress =
          Files.readString(folder.resolve("a/_manifest.json"))
              .replace("\"complete\" : true", "\"complete\" : false");
      List<String> gone = new ArrayList<>();
      for (int i = 0; i < whole.files().size(); i++) {
        String file = whole.files().get(i).name();
        if (i < kept) {
          Files.copy(folder.resolve("a").resolve(file), cut.resolve(file));
        } else {
          gone.add(file);
        }
      }
      // Whole already, but not written down when it was killed; and one that was half done.
      gone.stream().limit(1).forEach(file -> write(cut.resolve(file), "not named"));
      gone.stream().skip(1).limit(1).forEach(file -> write(cut.resolve(file + ".part"), "half"));
      write(cut.resolve("_progress.json"), Progress.without(progress, gone));
      write(cut.resolve("_progress.json.part"), "{");
      submit(1);

      Printed resumed = export(name, concat(how, "--resume"));

      assertThat(resumed.exit()).as(resumed.err()).isZero();
      assertThat(bytes(name)).as("%s files kept", kept).isEqualTo(bytes("a"));
    }
    assertThat(export("a", concat(how, "--resume")).out())
        .contains("files: " + whole.files().size());
    assertThat(export("fresh", concat(how, "--resume")).exit()).isZero();
  }

  private static String[] concat(String[] some, String... more) {
    return Stream.concat(Stream.of(some), Stream.of(more)).toArray(String[]::new);
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void givenOtherOptions_whenResumed_thenRefusedAndNamed() throws IOException {
    assertThat(export("a", "--format", "jsonl", "--file-records", "25").exit()).isZero();

    Printed run = export("a", "--format", "jsonl", "--file-records", "26", "--resume");

    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.err())
        .contains("begun otherwise", "option=--file-records", "value=26", "expected=25");
  }

  @Test
  void givenFolderThatHoldsSomething_whenExported_thenRefusedUnlessItIsAnExportToReplace()
      throws IOException {
    assertThat(export("a", "--format", "jsonl").exit()).isZero();
    Files.writeString(folder.resolve("a/notes.txt"), "mine");
    Files.createDirectory(folder.resolve("b"));
    Files.writeString(folder.resolve("b/notes.txt"), "mine");

    assertThat(export("a").err()).contains("an export is in this folder", "--overwrite");
    assertThat(export("b").err()).contains("folder is not empty", "another folder");
    assertThat(export("b", "--resume").err()).contains("folder is not empty");
    Printed replaced = export("a", "--format", "jsonl.gz", "--overwrite");

    assertThat(replaced.exit()).as(replaced.err()).isZero();
    assertThat(bytesNames("a"))
        .contains("notes.txt", "_manifest.json", "part-00000-00000.jsonl.gz")
        .doesNotContain("part-00000-00000.jsonl");
  }

  private List<String> bytesNames(String out) throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve(out))) {
      return files.map(f -> f.getFileName().toString()).toList();
    }
  }

  @Test
  void givenFullDisk_whenExportedToAFolder_thenSaidWithTheWayOnAndItGoesOn() throws IOException {
    assumeTrue(Files.exists(FULL_DEVICE), "needs /dev/full, which this system does not have");
    Files.createDirectory(folder.resolve("a"));
    Path progress = folder.resolve("a/_progress.json.part");
    Files.createSymbolicLink(progress, FULL_DEVICE);

    Printed full = export("a", "--format", "jsonl");

    assertThat(full.exit()).isEqualTo(1);
    assertThat(full.err()).contains("was not written", "No space left on device", "--resume");
    assertThat(folder.resolve("a")).isEmptyDirectory();
    assertThat(export("a", "--format", "jsonl", "--resume").exit()).isZero();
  }

  @Test
  void givenMissingParentOrAFileInTheWay_whenExported_thenNamed() throws IOException {
    Files.writeString(folder.resolve("file"), "x");

    assertThat(export("no/such").err())
        .contains("its folder does not exist", folder.resolve("no").toString(), "make it first");
    assertThat(export("file").err()).contains("path is a file");
    Printed single = run("export", "--out", folder.resolve("no/such.jsonl").toString());
    assertThat(single.exit()).isEqualTo(1);
    assertThat(single.err()).contains("its folder does not exist");
  }

  @Test
  void givenFolderWithoutPermission_whenExported_thenNamed() throws IOException {
    Path locked = Files.createDirectory(folder.resolve("locked"));
    assertThat(locked.toFile().setWritable(false)).isTrue();
    assumeTrue(!Files.isWritable(locked), "needs a user who may not write everywhere");

    assertThat(export("locked").err()).contains("folder cannot be written to", "permission");
    assertThat(run("export", "--out", locked.resolve("a.jsonl").toString()).err())
        .contains("folder cannot be written to");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "o.csv        |                                   | .jsonl.zst",
        "o.jsonl      | --resume                          | a folder, with / at its end",
        "o.jsonl      | --file-records 5                  | a folder, with / at its end",
        "o.jsonl      | --format parquet                  | option does not fit",
        "o/           | --format csv                      | unknown format",
        "o/           | --resume --overwrite              | one of them",
        "o/           | --manifest m.json                 | a folder has its manifest in it",
        "o/           | --positions a.json --since b.json | either --positions or --since",
        "o/           | --positions nope.json             | no such manifest",
        "o/           | --file-records -1                 | --file-records",
        "o/           | --file-bytes 0                    | --file-bytes",
        "o/           | --row-group-bytes 1               | --row-group-bytes"
      })
  void givenOptionsThatDoNotFit_whenExported_thenExitOneAndWhatWasExpected(
      String out, String options, String expected) throws IOException {
    var args = new ArrayList<>(List.of("export", "--out", folder + "/" + out));
    if (options != null) {
      args.addAll(List.of(options.split(" ")));
    }

    Printed run = run(args.toArray(String[]::new));

    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.err()).contains(expected);
    assertThat(folder.resolve("o.jsonl")).doesNotExist();
  }

  @Test
  void givenManifestThatIsNone_whenGiven_thenRefusedWithTheProblem() throws IOException {
    assertThat(export("a", "--format", "jsonl").exit()).isZero();
    String good = Files.readString(folder.resolve("a/_manifest.json"));
    record Case(String text, String expected) {}
    var cases =
        List.of(
            new Case("", "file is no manifest"),
            new Case("[]", "file is no manifest"),
            new Case(good.substring(0, good.length() / 2), "file is no manifest"),
            new Case(good.replace("\"version\" : 1", "\"version\" : 2"), "expected=1"),
            new Case(good.replace("\"positions\"", "\"place\""), "file is no manifest"),
            new Case(
                good.replaceFirst("\"jobId\" : \"[^\"]{8}", "\"jobId\" : \"00000000"),
                "of another job"),
            new Case(
                good.replaceAll("\"upToBlock\" : \\d+", "\"upToBlock\" : -4"),
                "file is no manifest"));
    for (Case wrong : cases) {
      Path file = Files.writeString(folder.resolve("wrong.json"), wrong.text());

      Printed run = export("b", "--positions", file.toString(), "--overwrite");

      assertThat(run.exit()).isEqualTo(1);
      assertThat(run.err()).contains(wrong.expected(), "wrong.json");
    }
  }

  @Test
  void givenOneFile_whenExportedWithManifest_thenTheSameAgain() throws IOException {
    Path manifest = folder.resolve("m.json");
    Printed first =
        run(
            "export",
            "--out",
            folder.resolve("a.jsonl.zst").toString(),
            "--manifest",
            manifest.toString());
    submit(5);

    Printed again =
        run(
            "export",
            "--out",
            folder.resolve("b.jsonl.zst").toString(),
            "--positions",
            manifest.toString());

    assertThat(first.exit()).as(first.err()).isZero();
    assertThat(again.exit()).as(again.err()).isZero();
    assertThat(folder.resolve("b.jsonl.zst")).hasSameBinaryContentAs(folder.resolve("a.jsonl.zst"));
    assertThat(Manifest.read(manifest).files())
        .singleElement()
        .satisfies(
            file -> assertThat(file.sha256()).isEqualTo(Sha256.of(folder.resolve("a.jsonl.zst"))));
  }
}
