// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.millrace.corpus.read.Documents;
import io.millrace.testkit.TestKit;
import io.millrace.testkit.TestRecord;
import java.util.List;
import org.junit.jupiter.api.Test;

class CorpusJobTest {
  private static final String TEXT = "A text that is long enough to stay.";

  private static TestRecord document(String source, String path, String text) {
    ByteString value = ByteString.copyFromUtf8(text);
    return TestRecord.of(Fingerprint.of(value), value)
        .with(DocumentFields.of(Documents.of(source, path, text)));
  }

  @Test
  void givenDocumentsWithTwins_whenEverythingCrashes_thenEachTextStaysOnce() {
    List<TestRecord> documents =
        List.of(
            document("a.jar", "LICENSE", TEXT),
            document("b.jar", "LICENSE", TEXT),
            document("a.jar", "LICENSE", TEXT),
            document("a.jar", "NOTICE", "short"),
            document("a.jar", "README", TEXT + " And another one."));

    TestKit.check(new CorpusPrep().job())
        .input(documents)
        .script(kit -> assertThat(kit.results()).hasSize(2))
        .script(kit -> assertThat(kit.results("removed")).hasSize(3))
        .everyCrash()
        .deliverTwice();
  }
}
