// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.suite;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.bench.peer.ParentWatch;
import io.millrace.bench.peer.Peer;
import io.millrace.bench.peer.PeerLine;
import io.millrace.bench.peer.PeerLoop;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real parents with real children, and the parents are told to end in the midst of it. */
@Timeout(120)
@SuppressWarnings("NullAway.Init")
class ParentWatchTest {
  private static final Duration STOP_MAX = Duration.ofMillis(500);
  private static final long END_SECONDS_MAX = 60;
  private static final String BEGUN = "begun";

  @TempDir Path folder;

  /** A child that hangs while it stops, as a node without its database may. */
  public static final class Hanging {
    private Hanging() {}

    public static void main(String[] args) throws InterruptedException {
      ParentWatch parent = ParentWatch.start(STOP_MAX);
      System.out.println(ChildJvm.READY + ProcessHandle.current().pid());
      parent.await();
      new CountDownLatch(1).await();
    }
  }

  /** A peer whose round never ends. */
  public static final class Endless implements Peer {
    private final Path begun;

    private Endless(Path begun) {
      this.begun = begun;
    }

    public static void main(String[] args) throws Exception {
      Path folder = Path.of(PeerLine.values(List.of(args)).getOrDefault("folder", ""));
      PeerLoop.run(() -> new Endless(folder.resolve(BEGUN)));
    }

    @Override
    public Map<String, String> settings() {
      return Map.of();
    }

    @Override
    public Map<String, Double> round(Map<String, String> load) throws Exception {
      Files.createFile(begun);
      new CountDownLatch(1).await();
      return Map.of();
    }

    @Override
    public void close() {}
  }

  /** The parent of one of them. */
  public static final class Parent {
    private Parent() {}

    public static void main(String[] args) throws Exception {
      Path folder = Path.of(args[1]);
      if (args[0].equals("child")) {
        ChildJvm child =
            ChildJvm.start(Hanging.class, List.of(), List.of(), folder.resolve("child.log"));
        System.out.println(child.ready());
        child.process().onExit().join();
      }
      try (var peer = new PeerProcess(launch(folder))) {
        peer.round(Load.named("endless"));
      }
    }

    private static PeerLaunch launch(Path folder) {
      return new PeerLaunch(
          "endless",
          "nothing",
          System.getProperty("java.class.path"),
          Endless.class.getName(),
          List.of("-Xmx32m"),
          Map.of(),
          folder,
          Optional.empty(),
          UnaryOperator.identity());
    }
  }

  private Process parent(String of) throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return new ProcessBuilder(
            java,
            "-Xmx64m",
            "-cp",
            System.getProperty("java.class.path"),
            Parent.class.getName(),
            of,
            folder.toString())
        .redirectError(folder.resolve("parent.log").toFile())
        .start();
  }

  @Test
  void givenChildThatHangsWhileItStops_whenParentIsTerminated_thenTheChildEnds() throws Exception {
    Process parent = parent("child");
    ProcessHandle child;
    try (BufferedReader output = parent.inputReader(StandardCharsets.UTF_8)) {
      child = ProcessHandle.of(Long.parseLong(output.readLine())).orElseThrow();
    }

    parent.destroy();

    assertEnds(parent, child);
  }

  @Test
  void givenPeerInTheMidstOfItsRound_whenBenchIsTerminated_thenThePeerEnds() throws Exception {
    Process parent = parent("peer");
    while (!Files.exists(folder.resolve(BEGUN)) && parent.isAlive()) {
      TimeUnit.MILLISECONDS.sleep(20);
    }
    ProcessHandle peer = parent.descendants().findFirst().orElseThrow();

    parent.destroy();

    assertEnds(parent, peer);
  }

  private static void assertEnds(Process parent, ProcessHandle child) throws Exception {
    try {
      assertThat(parent.waitFor(END_SECONDS_MAX, TimeUnit.SECONDS)).isTrue();
      assertThat(child.onExit().get(END_SECONDS_MAX, TimeUnit.SECONDS).isAlive()).isFalse();
    } finally {
      parent.destroyForcibly();
      child.destroyForcibly();
    }
  }
}
