// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.suite;

import io.millrace.bench.peer.ParentWatch;
import io.millrace.bench.peer.Peer;
import io.millrace.bench.peer.PeerLine;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A peer in a JVM of its own, spoken to in lines: {@code ready}, {@code round}, {@code done} or
 * {@code failed}, {@code close}. It is started by its first round, and once more by the next one if
 * it died; it dies with this process, as its input ends then. Not thread-safe.
 */
public final class PeerProcess implements Contender {
  /** How long a peer may take to get ready. */
  public static final Duration READY_MAX = Duration.ofMinutes(3);

  /** How long one round may take. */
  public static final Duration ROUND_MAX = Duration.ofHours(1);

  private static final Duration CLOSE_MAX = Duration.ofSeconds(30);
  private static final String END = "";

  private final PeerLaunch launch;
  private final boolean rests;
  private Map<String, String> settings = Map.of();
  private @Nullable Child child;

  /** Not started yet. */
  public PeerProcess(PeerLaunch launch) {
    this(launch, false);
  }

  private PeerProcess(PeerLaunch launch, boolean rests) {
    this.launch = launch;
    this.rests = rests;
  }

  /**
   * One that stands still between its rounds, with all that it started, and so costs the others
   * nothing. To the peer this is a jump of its clock: its time-outs must be longer.
   */
  public static PeerProcess resting(PeerLaunch launch) {
    return new PeerProcess(launch, true);
  }

  @Override
  public String name() {
    return launch.name();
  }

  /** What it told when it was ready; nothing before its first round. */
  @Override
  public Map<String, String> settings() {
    return settings;
  }

  @Override
  public String promises() {
    return launch.promises();
  }

  @Override
  public Measurement round(Load load) throws IOException, InterruptedException {
    Child running = running();
    running.wake();
    try {
      return round(running, load);
    } finally {
      if (rests) {
        running.rest();
      }
    }
  }

  private Measurement round(Child running, Load load) throws IOException, InterruptedException {
    CpuClock cpu = CpuClock.start(processes(running));
    var values = new LinkedHashMap<String, String>();
    launch.adapted().apply(load).values().forEach((key, value) -> values.put(key, value + ""));
    running.say(PeerLine.of(PeerLine.ROUND, values));
    PeerLine answer = running.hear(ROUND_MAX);
    Map<String, String> told = answer.values();
    if (answer.word().equals(PeerLine.FAILED)) {
      throw failure("peer failed").with("said", told.getOrDefault(PeerLine.MESSAGE, ""));
    }
    if (!answer.word().equals(PeerLine.DONE)) {
      throw failure("peer said what nobody asked for").with("line", answer.format());
    }
    Measurement measured =
        cpu.measurement(Math.round(number(told, Peer.RECORDS)), number(told, Peer.SECONDS));
    for (String key : told.keySet()) {
      if (key.startsWith(PeerLine.FIGURE)) {
        measured = measured.with(key.substring(PeerLine.FIGURE.length()), number(told, key));
      }
    }
    return measured;
  }

  private Map<String, ProcessHandle> processes(Child running) {
    var all = new LinkedHashMap<String, ProcessHandle>();
    all.put("peer", running.process.toHandle());
    // What it has started by now, such as a broker of its own.
    for (ProcessHandle started : running.process.descendants().toList()) {
      all.put(all.size() == 1 ? "peer-child" : "peer-child-" + all.size(), started);
    }
    launch.database().ifPresent(database -> all.put("database", database));
    return all;
  }

  private double number(Map<String, String> told, String key) {
    String text = told.getOrDefault(key, "");
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw failure("peer told no number").with(key, text);
    }
  }

  private Child running() throws IOException, InterruptedException {
    Child now = child;
    if (now == null || !now.process.isAlive()) {
      now = start();
      child = now;
      PeerLine ready = now.hear(READY_MAX);
      if (!ready.word().equals(PeerLine.READY)) {
        throw failure("peer did not get ready").with("line", ready.format());
      }
      var told = new LinkedHashMap<String, String>();
      ready
          .values()
          .forEach(
              (key, value) ->
                  told.put(
                      key.startsWith(PeerLine.SETTING)
                          ? key.substring(PeerLine.SETTING.length())
                          : key,
                      value));
      settings = told;
    }
    return now;
  }

  private Child start() throws IOException {
    Files.createDirectories(launch.folder());
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(launch.options());
    command.addAll(List.of("-cp", launch.classPath(), launch.mainClass()));
    var arguments = new LinkedHashMap<>(launch.arguments());
    arguments.put("folder", launch.folder().toString());
    // Written as in a line, so that the peer reads them as it reads lines.
    command.addAll(PeerLine.of("start", arguments).words());
    Process process =
        new ProcessBuilder(command)
            .redirectError(ProcessBuilder.Redirect.appendTo(log().toFile()))
            .start();
    return new Child(process);
  }

  private Path log() {
    return launch.folder().resolve(launch.name() + ".log");
  }

  private MillraceException failure(String what) {
    return MillraceException.of(Kind.UNAVAILABLE, what)
        .with("peer", launch.name())
        .with("log", SourceTree.shown(log()));
  }

  /** Tells it to end, and ends it by force if that takes too long. */
  @Override
  public void close() {
    Child last = child;
    child = null;
    if (last != null) {
      last.end();
    }
  }

  /** One life of the peer. */
  private final class Child {
    private final Process process;
    private final BufferedWriter input;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private @Nullable Standstill standstill;

    private Child(Process process) {
      this.process = process;
      this.input = process.outputWriter(StandardCharsets.UTF_8);
      var reader = new Thread(this::read, "peer-" + launch.name() + "-" + process.pid());
      reader.setDaemon(true);
      reader.start();
    }

    private void read() {
      try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
        output.lines().filter(line -> !line.isBlank()).forEach(lines::add);
      } catch (IOException | UncheckedIOException e) {
        // It is gone; who waits for a line is told so by the end that follows.
      } finally {
        lines.add(END);
      }
    }

    private void say(PeerLine line) {
      try {
        input.write(line.format());
        input.newLine();
        input.flush();
      } catch (IOException e) {
        throw MillraceException.of(Kind.UNAVAILABLE, "peer is gone", e)
            .with("peer", launch.name())
            .with("log", SourceTree.shown(log()));
      }
    }

    private PeerLine hear(Duration most) throws InterruptedException {
      String line = lines.poll(most.toMillis(), TimeUnit.MILLISECONDS);
      if (line == null) {
        process.destroyForcibly();
        throw failure("peer did not answer in time").with("seconds", most.toSeconds());
      }
      if (line.equals(END)) {
        int code = process.waitFor();
        throw failure("peer died").with("exit-code", code);
      }
      return PeerLine.parse(line);
    }

    private void rest() throws IOException {
      var all = new ArrayList<>(process.descendants().toList());
      all.add(process.toHandle());
      standstill = Standstill.of(all);
    }

    private void wake() {
      Standstill now = standstill;
      standstill = null;
      if (now != null) {
        now.close();
      }
    }

    private void end() {
      wake();
      try {
        say(PeerLine.of(PeerLine.CLOSE, Map.of()));
        input.close();
      } catch (IOException | MillraceException e) {
        // Gone already: then there is nothing to tell it.
        process.destroy();
      }
      ParentWatch.release(process, CLOSE_MAX);
    }
  }
}
