// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.docs.tutorial.v2;

import static io.millrace.serde.Serdes.int64;
import static io.millrace.serde.Serdes.json;
import static io.millrace.serde.Serdes.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.docs.tutorial.v2.Words.Usage;
import io.millrace.serde.StateSerde;
import io.millrace.testkit.TestKit;
import io.millrace.testkit.TestRecord;
import org.junit.jupiter.api.Test;

class WordsTest {
  @Test
  void countsWordsOfAllDocuments() {
    var kit = TestKit.of(new Words().job()).typed(utf8(), utf8(), Words.USAGE, json(Usage.class));

    kit.send("doc-1", "To be or").send("doc-2", "not to be.");

    assertThat(kit.state("to")).hasValue(new Usage(2, "doc-2"));
  }

  @Test
  void readsStatesOfVersionOne() {
    var stored = StateSerde.of(int64()).encode(4L);

    assertThat(Words.USAGE.decode(utf8().encode("to"), stored)).isEqualTo(new Usage(4, "?"));
  }

  @Test
  void countsTheSameWhateverCrashes() {
    TestKit.check(new Words().job())
        .input(TestRecord.of("doc-1", "To be or"), TestRecord.of("doc-2", "not to be."))
        .everyCrash()
        .deliverTwice();
  }
}
