// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PeerLoopTest {
  /** Does as many records as it is told, fails above 100. */
  private static final class Small implements Peer {
    private boolean closed;

    @Override
    public Map<String, String> settings() {
      return Map.of("acks", "all: a record = a promise");
    }

    @Override
    public Map<String, Double> round(Map<String, String> load) throws IOException {
      double records = Double.parseDouble(load.get("records"));
      if (records > 100) {
        throw new IOException("too many: 50 % more");
      }
      return records == 0
          ? Map.of("records", 0.)
          : Map.of("records", records, "seconds", 0.5, "p99-ms", 12.25);
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  private final Small peer = new Small();
  private final CountDownLatch gone = new CountDownLatch(1);

  private List<PeerLine> talk(String input) throws IOException {
    var output = new ByteArrayOutputStream();
    new PeerLoop(
            peer,
            PeerLoop.read(
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)), gone::countDown),
            new PrintStream(output, true, StandardCharsets.UTF_8))
        .run();
    return output.toString(StandardCharsets.UTF_8).lines().map(PeerLine::parse).toList();
  }

  @Test
  void givenRounds_whenOneFails_thenItSaysWhyAndTheNextRuns() throws IOException {
    List<PeerLine> said = talk("round records=10\nround records=101\nround records=7\nclose\n");

    assertThat(said).extracting(PeerLine::word).containsExactly("ready", "done", "failed", "done");
    assertThat(said.get(0).values())
        .containsExactly(Map.entry("setting.acks", "all: a record = a promise"));
    assertThat(said.get(1).values())
        .isEqualTo(Map.of("records", "10.0", "seconds", "0.5", "figure.p99-ms", "12.25"));
    assertThat(said.get(2).values().get("message")).contains("too many: 50 % more");
    assertThat(peer.closed).isTrue();
    assertThat(gone.getCount()).as("the bench closed it").isOne();
  }

  @Test
  void givenRoundWithoutSeconds_whenRun_thenItFailed() throws Exception {
    List<PeerLine> said = talk("round records=0\n");

    assertThat(said.get(1).word()).isEqualTo("failed");
    assertThat(said.get(1).values().get("message")).contains("round has no seconds");
    assertThat(peer.closed).as("the bench was gone").isTrue();
    assertThat(gone.await(1, TimeUnit.MINUTES)).as("and this was noticed").isTrue();
  }

  @Test
  void givenWordThatNobodyKnows_whenSaid_thenFailed() throws IOException {
    assertThat(talk("dance records=1\n").get(1).values().get("message"))
        .contains("dance (expected: round or close)");
  }

  @Test
  void givenAnyText_whenFormattedAndParsed_thenItIsTheSame() {
    var line = PeerLine.of("ready", Map.of("a b=c", "100 % of +1\nßü ", "empty", ""));

    assertThat(line.format()).doesNotContain("\n").startsWith("ready ");
    assertThat(PeerLine.parse(line.format())).isEqualTo(line);
    assertThat(PeerLine.values(line.words())).isEqualTo(line.values());
    assertThat(PeerLine.parse("close")).isEqualTo(PeerLine.of("close", Map.of()));
  }

  @Test
  void givenLineThatIsNone_whenParsed_thenTheWordIsNamed() {
    assertThatThrownBy(() -> PeerLine.parse("done records"))
        .hasMessage("'records' (expected: key=value)");
    assertThatThrownBy(() -> PeerLine.of("two words", Map.of()))
        .hasMessage("word: 'two words' (expected: one word)");
  }
}
