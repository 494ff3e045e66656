// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.model.MillraceException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init")
class PeerChoiceTest {
  @TempDir Path peers;

  private final List<String> leftOut = new ArrayList<>();

  @BeforeEach
  void build() throws Exception {
    Files.createDirectories(peers.resolve("flink/target/lib"));
  }

  private PeerChoice choice(String words) {
    return PeerChoice.parse(words, Optional.of(new SourceTree(peers)));
  }

  private Optional<PeerBuild> built(String words, String peer, String module) {
    return choice(words).built(peer, module, leftOut::add);
  }

  @Test
  void givenPeerThatIsNotBuilt_whenThoseBuiltAreWanted_thenALineSaysHowToBuildIt() {
    assertThat(built("built", "kafka-streams", "kafka")).isEmpty();
    assertThat(leftOut).hasSize(1);
    assertThat(leftOut.get(0))
        .startsWith("peer kafka-streams is not built (expected: ")
        .endsWith("kafka/target/lib; run mvn -Pbench -DskipTests package)");
  }

  @Test
  void givenPeerThatIsNotBuilt_whenAllOrItsNameIsWanted_thenError() {
    for (String words : List.of("all", "flink,kafka-streams")) {
      assertThatThrownBy(() -> built(words, "kafka-streams", "kafka"))
          .as(words)
          .isInstanceOf(MillraceException.class)
          .hasMessageContaining("kafka-streams")
          .hasMessageContaining("mvn -Pbench -DskipTests package");
    }
    assertThat(leftOut).isEmpty();
  }

  @Test
  void givenPeerThatIsBuilt_whenWanted_thenItsJarsAndThoseItNeeds() {
    assertThat(built("built", "flink", "flink").orElseThrow().classPath())
        .endsWith("flink/target/*")
        .contains("flink/target/lib/*");
    assertThat(built("none", "flink", "flink")).isEmpty();
    assertThat(built("kafka-streams", "flink", "flink")).isEmpty();
    assertThat(leftOut).isEmpty();
  }

  @Test
  void givenName_whenNoSuiteHasIt_thenError() {
    choice("flink").check(List.of("flink", "rows"));
    assertThatThrownBy(() -> choice("flink,flnk").check(List.of("flink", "rows")))
        .hasMessageContaining("flnk")
        .hasMessageContaining("[flink, rows]");
  }

  @Test
  void givenPeerWithinTheProcess_whenAsked_thenItTakesPartUnlessLeftOut() {
    assertThat(choice("built").wants("rows")).isTrue();
    assertThat(choice("rows").wants("rows")).isTrue();
    assertThat(choice("flink").wants("rows")).isFalse();
    assertThat(choice("none").wants("rows")).isFalse();
  }
}
