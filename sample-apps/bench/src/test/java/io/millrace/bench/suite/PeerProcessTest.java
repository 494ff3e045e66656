// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.bench.peer.PeerLine;
import io.millrace.model.MillraceException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real processes that answer as the load tells them. */
@Timeout(120)
@SuppressWarnings("NullAway.Init")
class PeerProcessTest {
  private static final Load LOAD = Load.named("one").with(Load.RECORDS, 1_000);

  @TempDir Path folder;

  /** Answers rounds; a value tells it to fail, or to die. */
  public static final class Obedient {
    private Obedient() {}

    public static void main(String[] args) throws Exception {
      Map<String, String> start = PeerLine.parse("start " + String.join(" ", args)).values();
      if ("never ready".equals(start.get("suite"))) {
        System.exit(4);
      }
      System.out.println(
          PeerLine.of("ready", Map.of("setting.in flight", start.get("suite") + ", so many"))
              .format());
      var input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      String line;
      while ((line = input.readLine()) != null && !line.equals("close")) {
        Map<String, String> load = PeerLine.parse(line).values();
        if (load.containsKey("die")) {
          System.err.println("dying as told");
          System.exit(3);
        }
        System.out.println(
            load.containsKey("fail")
                ? PeerLine.of("failed", Map.of("message", "no room left = full")).format()
                : "done records=%s seconds=0.5 figure.p99-ms=12.5".formatted(load.get("records")));
      }
      Files.writeString(Path.of(start.get("folder")).resolve("closed"), "in order");
    }
  }

  private PeerProcess peer(String suite) {
    return new PeerProcess(launch(suite));
  }

  private PeerLaunch launch(String suite) {
    return new PeerLaunch(
        "obedient",
        "nothing",
        System.getProperty("java.class.path"),
        Obedient.class.getName(),
        List.of("-Xmx32m"),
        Map.of("suite", suite),
        folder,
        Optional.empty(),
        load -> load.with(Load.RECORDS, load.get(Load.RECORDS) / 2));
  }

  @Test
  void givenPeer_whenItRunsARound_thenItsFiguresSettingsAndProcessorTimeAreKnown()
      throws Exception {
    Measurement measured;
    Map<String, String> settings;
    try (PeerProcess peer = peer("keyed state")) {
      assertThat(peer.settings()).isEmpty();

      measured = peer.round(LOAD);
      settings = peer.settings();
    }

    assertThat(measured.records()).as("the load as it was adapted").isEqualTo(500);
    assertThat(measured.recordsPerSecond()).isEqualTo(1_000);
    assertThat(measured.figures()).containsEntry("p99-ms", 12.5);
    assertThat(measured.cpuSeconds()).isNotNegative();
    assertThat(settings).containsExactly(Map.entry("in flight", "keyed state, so many"));
    assertThat(folder.resolve("closed")).hasContent("in order");
  }

  @Test
  void givenPeerThatRests_whenItsRoundIsOver_thenItStandsStillUntilItsNextOne() throws Exception {
    try (PeerProcess peer = PeerProcess.resting(launch("one"))) {
      peer.round(LOAD);
      ProcessHandle process =
          ProcessHandle.current()
              .children()
              .filter(PeerProcessTest::isPeer)
              .findAny()
              .orElseThrow();

      awaitStill(process);
      assertThat(peer.round(LOAD).records()).isEqualTo(500);
      awaitStill(process);
    }

    assertThat(folder.resolve("closed")).as("it was woken to end").hasContent("in order");
  }

  /** The shell that holds it still is a child, too. */
  private static boolean isPeer(ProcessHandle process) {
    return process.info().command().orElse("").endsWith("java");
  }

  /** A signal takes effect when the process's threads meet it. */
  private static void awaitStill(ProcessHandle process) throws IOException {
    while (state(process) != 'T') {
      Thread.onSpinWait();
    }
  }

  /** As Linux tells it in {@code /proc}: T is stopped. */
  private static char state(ProcessHandle process) throws IOException {
    String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
    return stat.charAt(stat.lastIndexOf(')') + 2);
  }

  @Test
  void givenPeerThatFails_whenItRuns_thenItSaysWhyAndRunsTheNextRound() throws Exception {
    try (PeerProcess peer = peer("one")) {
      assertThatThrownBy(() -> peer.round(LOAD.with("fail", 1)))
          .isInstanceOf(MillraceException.class)
          .hasMessageContaining("no room left = full")
          .hasMessageContaining("obedient");

      assertThat(peer.round(LOAD).records()).isEqualTo(500);
    }
  }

  @Test
  void givenPeerThatDies_whenTheyRace_thenTheOthersGoOnAndItIsStartedAgain() throws Exception {
    var ran = new ArrayList<String>();
    List<Result> results;
    try (PeerProcess peer = peer("one")) {
      results =
          new Race(0, 0, 2, new Quiet())
              .run(
                  List.of(peer, new Scripted("other", ran, 1, 1, 1, 1)),
                  List.of(LOAD.withName("deadly").with("die", 1), LOAD));
    }

    assertThat(results.get(0).failure().orElseThrow())
        .contains("peer died")
        .contains("3")
        .contains("obedient.log");
    assertThat(results.get(1).rounds()).hasSize(2);
    assertThat(results.get(2).rounds()).as("once more under the next load").hasSize(2);
    assertThat(folder.resolve("obedient.log")).content().contains("dying as told");
  }

  @Test
  void givenPeerThatEndsBeforeItIsReady_whenItRuns_thenTheLogIsNamed() {
    try (PeerProcess peer = peer("never ready")) {
      assertThatThrownBy(() -> peer.round(LOAD))
          .isInstanceOf(MillraceException.class)
          .hasMessageContaining("peer died")
          .hasMessageContaining("4")
          .hasMessageContaining("obedient.log");
    }
  }

  private static final class Quiet implements Race.Progress {
    @Override
    public void measured(Load load, Contender contender, int round, Measurement measurement) {}

    @Override
    public void failed(Load load, Contender contender, Exception cause) {}
  }
}
