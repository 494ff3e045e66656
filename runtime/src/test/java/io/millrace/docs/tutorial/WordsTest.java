// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.docs.tutorial;

import static io.millrace.serde.Serdes.int64;
import static io.millrace.serde.Serdes.json;
import static io.millrace.serde.Serdes.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testkit.TestKit;
import io.millrace.testkit.TestRecord;
import org.junit.jupiter.api.Test;

class WordsTest {
  @Test
  void countsWordsOfAllDocuments() {
    var kit = TestKit.of(new Words().job()).typed(utf8(), utf8(), int64(), json(Long.class));

    kit.send("doc-1", "To be or").send("doc-2", "not to be.").send("doc-3", "!");

    assertThat(kit.state("to")).hasValue(2L);
    assertThat(kit.kit().stage("split").results("length")).hasSize(2);
    assertThat(kit.kit().stage("split").results("refused")).hasSize(1);
  }

  @Test
  void countsTheSameWhateverCrashes() {
    TestKit.check(new Words().job())
        .input(TestRecord.of("doc-1", "To be or"), TestRecord.of("doc-2", "not to be."))
        .everyCrash()
        .deliverTwice();
  }
}
