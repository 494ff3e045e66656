// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.docs.tutorial;

import static io.millrace.serde.Serdes.int64;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testkit.TestKit;
import io.millrace.testkit.TestRecord;
import org.junit.jupiter.api.Test;

class WordsTest {
  @Test
  void countsWordsOfAllDocuments() {
    var kit = TestKit.of(new Words().job());

    kit.send("doc-1", "To be or").send("doc-2", "not to be.").send("doc-3", "!");

    assertThat(kit.state("to")).hasValue(int64().encode(2L));
    assertThat(kit.stage("split").results("length")).hasSize(2);
    assertThat(kit.stage("split").results("refused")).hasSize(1);
  }

  @Test
  void countsTheSameWhateverCrashes() {
    TestKit.check(new Words().job())
        .input(TestRecord.of("doc-1", "To be or"), TestRecord.of("doc-2", "not to be."))
        .everyCrash()
        .deliverTwice();
  }
}
