// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.suite.limits;

import io.millrace.bench.suite.ChildJvm;
import io.millrace.bench.suite.Contender;
import io.millrace.bench.suite.CpuClock;
import io.millrace.bench.suite.Load;
import io.millrace.bench.suite.Measurement;
import io.millrace.bench.suite.ingest.Producers;
import io.millrace.client.ClientSettings;
import io.millrace.client.MillraceClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Millrace's client against the server that drops all: what is left when nothing is stored. */
final class ClientStream implements Contender {
  private static final int KEYS = 10_000;

  private final Path folder;
  private @Nullable ChildJvm server;
  private @Nullable MillraceClient client;

  /**
   * @param folder gets the server's log
   */
  ClientStream(Path folder) {
    this.folder = folder;
  }

  @Override
  public String name() {
    return "client";
  }

  @Override
  public Map<String, String> settings() {
    return Map.of("client", "as it is by default; records are made as they are sent");
  }

  @Override
  public String promises() {
    return "Nothing: the server drops what it acknowledges.";
  }

  @Override
  public Measurement round(Load load) throws IOException, InterruptedException {
    ChildJvm running = server;
    MillraceClient connected = client;
    if (running == null || connected == null) {
      running =
          ChildJvm.start(DropServer.class, List.of(), List.of(), folder.resolve("drop-client.log"));
      server = running;
      connected =
          MillraceClient.connect(
              List.of("127.0.0.1:" + running.ready()), ClientSettings.defaults());
      client = connected;
    }
    try (Producers producers =
        Producers.open(connected, "none", load.getInt(LimitsSuite.PRODUCERS))) {
      CpuClock cpu = CpuClock.ofClientAnd("server", running.process());
      double seconds = producers.send(load.with(Load.KEYS, KEYS), 0);
      return cpu.measurement(load.get(Load.RECORDS), seconds);
    }
  }

  @Override
  public void close() {
    if (client != null) {
      client.close();
      client = null;
    }
    if (server != null) {
      server.close();
      server = null;
    }
  }
}
