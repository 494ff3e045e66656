// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.millrace.corpus.read.Documents;
import io.millrace.model.ResultRecord;
import io.millrace.testkit.TestKit;
import io.millrace.testkit.TestRecord;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CorpusJobTest {
  private static final String TEXT =
      "A text that is long enough to stay, and so long that one word of it may be another without"
          + " making it a text that is no longer nearly the same as it was before that word came.";
  private static final ByteString ROUND = ByteString.copyFrom(new byte[Fence.ROUND_BYTES]);

  private static TestRecord document(String source, String path, String text) {
    ByteString value = ByteString.copyFromUtf8(text);
    return TestRecord.of(Fingerprint.of(value), value)
        .with(DocumentFields.of(Documents.of(source, path, text), "preset = none"));
  }

  /** What a feedback does: brings back, in order, until nothing new is put out. */
  private static void loop(TestKit kit) {
    var taken = new int[2];
    List<Looped> next = news(kit, taken);
    while (!next.isEmpty()) {
      for (Looped looped : next) {
        kit.send(TestRecord.of(looped.key(), looped.value()));
      }
      next = news(kit, taken);
    }
  }

  private static List<Looped> news(TestKit kit, int[] taken) {
    var all = new ArrayList<Looped>();
    List<String> stages = List.of(DocumentsProcessor.STAGE, BandsProcessor.STAGE);
    for (int n = 0; n < taken.length; n++) {
      List<ResultRecord> put = kit.stage(stages.get(n)).results(Looped.TAG);
      put.subList(taken[n], put.size()).forEach(result -> all.add(Looped.decode(result.value())));
      taken[n] = put.size();
    }
    all.removeIf(Looped::isEcho);
    return all;
  }

  @Test
  void givenTwinsAndNearOnes_whenEverythingCrashes_thenOneOfEachStays() {
    List<TestRecord> documents =
        List.of(
            document("a.jar", "LICENSE", TEXT),
            document("b.jar", "LICENSE", TEXT),
            document("a.jar", "LICENSE", TEXT),
            document("c.jar", "LICENSE", TEXT + " And a bit."),
            document("a.jar", "NOTICE", "short"),
            document("d.jar", "LICENSE", TEXT.replace("came.", "came!!")),
            document("a.jar", "README", "Another text that has nothing to do with any other."));

    TestKit.check(new CorpusPrep().job())
        .input(documents)
        .script(CorpusJobTest::loop)
        .script(kit -> assertThat(kit.results()).hasSize(4 + 2))
        .script(kit -> assertThat(kit.results("removed")).hasSize(3 + 2))
        .everyCrash()
        .deliverTwice();
  }

  @Test
  void givenFence_whenSent_thenEchoedByBothStagesAndNoted() {
    var kit = TestKit.of(new CorpusPrep().job());
    var fence = new Fence(ROUND, List.of(ByteString.copyFromUtf8("fence-bands-0")));

    kit.send(TestRecord.of(ByteString.copyFromUtf8("fence-documents-0"), fence.encode()));

    assertThat(kit.quarantine()).isEmpty();
    for (String stage : List.of(DocumentsProcessor.STAGE, BandsProcessor.STAGE)) {
      assertThat(kit.stage(stage).results(Looped.TAG))
          .singleElement()
          .satisfies(
              result ->
                  assertThat(Looped.decode(result.value()))
                      .isEqualTo(new Looped(ByteString.EMPTY, ROUND)));
    }
    assertThat(kit.stage(CorpusPrep.NOTES).results())
        .singleElement()
        .satisfies(result -> assertThat(result.value()).isEqualTo(ROUND));
  }
}
