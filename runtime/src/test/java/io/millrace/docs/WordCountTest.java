// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.millrace.client.ClientSettings;
import io.millrace.client.MillraceClient;
import io.millrace.client.ProducerListener;
import io.millrace.gateway.TestNode;
import io.millrace.store.memory.InMemoryStores;
import io.millrace.v1.GetRequest;
import io.millrace.v1.ProducerMode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Runs the job of README.md. */
@Timeout(120)
final class WordCountTest {
  @Test
  void givenWords_whenSubmitted_thenEachHasItsCount() {
    try (TestNode node = TestNode.start("", new InMemoryStores(), new WordCount().job());
        var client = MillraceClient.connect(List.of(node.address()), ClientSettings.defaults());
        var session =
            client.openProducer(
                "word-count", "text", ProducerMode.PRODUCER_MODE_FRESH, ProducerListener.NONE)) {
      for (String word : "the cat and the dog and the rest".split(" ", -1)) {
        session.submit(ByteString.copyFromUtf8(word), ByteString.EMPTY);
      }
      session.finish();

      assertThat(count(client, "the")).isEqualTo("3");
      assertThat(count(client, "and")).isEqualTo("2");
      assertThat(count(client, "rest")).isEqualTo("1");
    }
  }

  private static String count(MillraceClient client, String word) {
    var request = GetRequest.newBuilder().setJob("word-count").setKeyText(word).build();
    return client.results().get(request).getResult().getValueText();
  }
}
