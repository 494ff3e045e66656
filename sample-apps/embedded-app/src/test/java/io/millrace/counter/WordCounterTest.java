// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.counter;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.millrace.testkit.TestKit;
import io.millrace.testkit.TestRecord;
import org.junit.jupiter.api.Test;

class WordCounterTest {
  @Test
  void givenWords_whenCounted_thenEachHasItsCount() {
    var kit = TestKit.of(WordCounter.COUNTS);

    kit.send("to", "").send("be", "").send("or", "").send("not", "").send("to", "").send("be", "");

    assertThat(kit.state("to")).hasValue(ByteString.copyFromUtf8("2"));
    assertThat(kit.state("or")).hasValue(ByteString.copyFromUtf8("1"));
  }

  @Test
  void givenWords_whenChecked_thenNoCrashChangesTheirCounts() {
    TestKit.check(WordCounter.COUNTS)
        .input(TestRecord.of("to", ""), TestRecord.of("be", ""), TestRecord.of("to", ""))
        .everyCrash()
        .deliverTwice();
  }
}
