// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The browser of this machine, without a window. */
record Chromium(Path program) {
  private static final int SECONDS_MAX = 60;

  /** Skips the test if there is none. CI installs it. */
  static Chromium find() {
    List<Path> found =
        Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
            .flatMap(folder -> Stream.of("chromium", "google-chrome").map(n -> Path.of(folder, n)))
            .filter(Files::isExecutable)
            .toList();
    assumeTrue(!found.isEmpty(), "no chromium on the PATH");
    return new Chromium(found.get(0));
  }

  /** The page as the browser understood it, as HTML. */
  String dom(Path page, Path scratch) throws IOException, InterruptedException {
    Path out = run(scratch, "--dump-dom", page.toUri().toString());
    return Files.readString(out);
  }

  /** A PNG file of the page, in light colours, 1,000 by 2,000 pixels. */
  Path picture(Path page, Path scratch) throws IOException, InterruptedException {
    Path picture = scratch.resolve("page.png");
    run(
        scratch,
        "--window-size=1000,2000",
        "--force-device-scale-factor=1",
        "--screenshot=" + picture,
        page.toUri().toString());
    return picture;
  }

  private Path run(Path scratch, String... arguments) throws IOException, InterruptedException {
    Path out = scratch.resolve("chromium.out");
    Path err = scratch.resolve("chromium.err");
    var command = new ArrayList<String>();
    command.add(program.toString());
    command.addAll(
        List.of(
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--user-data-dir=" + scratch.resolve("profile")));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    boolean ended = process.waitFor(SECONDS_MAX, TimeUnit.SECONDS);
    if (!ended) {
      process.destroyForcibly().waitFor();
    }
    assertThat(ended && process.exitValue() == 0)
        .as("chromium's end: %s", Files.readString(err))
        .isTrue();
    return out;
  }
}
