// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.millrace.v1.Result;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A tail that breaks after every second result, and goes on at the next gateway. */
@Timeout(60)
class TailerTest {
  private final Story story = new Story().commit("a:1", "a:2").commit("a:3").commit("a:4", "a:5");

  private Digest[] committed() {
    var digests = Digest.some(1);
    for (Result result : story.results()) {
      var at = result.getPosition();
      digests[0].add(at.getBlock(), at.getIndex(), result.getKey(), result.getValue());
    }
    return digests;
  }

  private Verdict follow(Duration max, FakeReader... gateways) throws InterruptedException {
    var addresses = Stream.of(gateways).map(FakeReader::address).toList();
    var verdict = new Verdict();
    try (var tailer = Tailer.start(addresses, 1)) {
      tailer.compare(committed(), max, verdict);
      assertThat(tailer.streams()).as("streams").isGreaterThan(1);
    }
    return verdict;
  }

  @Test
  void givenStreamsThatBreak_whenTheyGoOnElsewhere_thenAllWasSeenOnce() throws Exception {
    try (var one = FakeReader.of(story.results());
        var two = FakeReader.of(story.results())) {
      assertThat(follow(Duration.ofSeconds(50), one, two).isClean()).isTrue();
    }
  }

  static Stream<Named<Consumer<List<Result>>>> wrongTails() {
    var other = ByteString.copyFromUtf8("other");
    return Stream.of(
        Named.of("the last left out", results -> results.remove(results.size() - 1)),
        Named.of("one in the middle left out", results -> results.remove(2)),
        Named.of("one twice", results -> results.add(1, results.get(1))),
        Named.of(
            "another value",
            results -> results.set(3, results.get(3).toBuilder().setValue(other).build())));
  }

  @ParameterizedTest
  @MethodSource("wrongTails")
  void givenGatewayThatTailsSomethingElse_whenCompared_thenFound(Consumer<List<Result>> spoil)
      throws InterruptedException, IOException {
    var spoilt = new ArrayList<>(story.results());
    spoil.accept(spoilt);

    try (var wrong = FakeReader.of(spoilt)) {
      var verdict = follow(Duration.ofSeconds(2), wrong);

      assertThat(verdict.count(Violation.TAIL)).isEqualTo(1);
      assertThat(verdict).asString().contains("{TAIL=1}");
    }
  }
}
