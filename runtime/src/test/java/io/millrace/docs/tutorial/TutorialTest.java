// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.docs.tutorial;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.Millrace;
import io.millrace.client.OutgoingRecord;
import io.millrace.node.Node;
import io.millrace.node.NodeSettings;
import io.millrace.processor.JobProvider;
import io.millrace.store.memory.InMemoryStores;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What docs/tutorial.md says is printed is what is printed. */
@Timeout(180)
class TutorialTest {
  private static final Path PAGE = Path.of("../docs/tutorial.md");
  private static final String HOCON =
      "millrace.node { store = memory, gateway.port = 0, cluster.port = 0 }";
  private static final Duration SOON = Duration.ofSeconds(60);

  private final InMemoryStores stores = new InMemoryStores();

  private Node node(JobProvider provider) {
    return Node.start(NodeSettings.parse(HOCON), List.of(provider.job()), () -> stores);
  }

  private static Millrace client(Node node) {
    return Millrace.connect(List.of(node.gatewayAddress()));
  }

  private static String output(Node node) {
    var bytes = new ByteArrayOutputStream();
    try (Millrace millrace = client(node);
        var out = new PrintStream(bytes, true, UTF_8)) {
      WordsApp.run(millrace, out);
    }
    return bytes.toString(UTF_8);
  }

  private static void assertShown(String output) throws IOException {
    assertThat(Files.readString(PAGE)).contains("```\n" + output + "```");
  }

  @Test
  void givenTheJob_whenRunTwiceOverOneStore_thenBothOutputsAreThePages() throws IOException {
    try (Node node = node(new Words())) {
      assertShown(output(node));
    }
    try (Node node = node(new Words())) {
      assertShown(output(node));
    }
  }

  @Test
  void givenCountsOfVersionOne_whenVersionTwoComes_thenItGoesOnFromThem() {
    try (Node node = node(new Words())) {
      assertThat(output(node)).contains("to=2");
    }
    try (Node node = node(new io.millrace.docs.tutorial.v2.Words());
        Millrace millrace = client(node)) {
      assertThat(value(millrace)).isEqualTo("2");

      var unused =
          millrace.submit("words", OutgoingRecord.of("doc-3", "to")).toCompletableFuture().join();

      await()
          .atMost(SOON)
          .untilAsserted(
              () -> assertThat(value(millrace)).isEqualTo("{\"count\":3,\"lastIn\":\"doc-3\"}"));
    }
  }

  private static String value(Millrace millrace) {
    return millrace.get("words", "to").orElseThrow().getValue().toStringUtf8();
  }
}
