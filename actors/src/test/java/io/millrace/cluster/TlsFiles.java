// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.cluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Certificates for tests, made by the script that users are told to run. */
final class TlsFiles {
  private static final Path SCRIPT = Path.of("../config/tls/make-certs.sh").toAbsolutePath();
  private static final int WAIT_S_MAX = 60;

  private TlsFiles() {}

  /** Runs the script; fails with its output if it does. */
  static Path make(Path folder, String... hosts) throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of("bash", SCRIPT.toString(), folder.toString()));
    command.addAll(List.of(hosts));
    Path log = folder.resolveSibling(folder.getFileName() + ".log");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    boolean ended = process.waitFor(WAIT_S_MAX, TimeUnit.SECONDS);
    if (!ended || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new IOException(
          "make-certs.sh failed (it needs bash and openssl 1.1.1 or later on the PATH): "
              + java.nio.file.Files.readString(log, StandardCharsets.UTF_8));
    }
    return folder;
  }

  /** What a node with the files of this host is told. */
  static ClusterTls of(Path folder, String host) {
    return new ClusterTls(
        ClusterTls.Mode.ON,
        folder.resolve(host + ".key").toString(),
        folder.resolve(host + ".pem").toString(),
        folder.resolve("ca.pem").toString());
  }
}
