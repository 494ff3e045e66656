// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.partition;

import static io.millrace.partition.CoreRig.bytes;
import static io.millrace.partition.CoreRig.record;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.millrace.model.Answer;
import io.millrace.model.DataRecord;
import io.millrace.model.ProducerEpoch;
import io.millrace.model.Question;
import io.millrace.partition.PartitionReply.Answered;
import io.millrace.partition.PartitionReply.Committed;
import io.millrace.partition.PartitionReply.NotTaken;
import io.millrace.processor.Context;
import io.millrace.processor.Effect;
import io.millrace.processor.Processor;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Questions to a partition: what they see, when they are answered, and what they cannot harm. */
class QuestionsTest {
  private static final ProducerEpoch FIRST = new ProducerEpoch(1, 1);

  /** Counts as the rig does, and tells the count; "boom" throws, "wide" takes 2,000 bytes. */
  private static final class Counting implements Processor {
    private final Processor counting = CoreRig.counting();

    @Override
    public Effect process(DataRecord record, Context context) {
      return counting.process(record, context);
    }

    @Override
    public ByteString answer(ByteString key, ByteString question, Context context) {
      return switch (question.toStringUtf8()) {
        case "boom" -> throw new AssertionError("cannot answer boom");
        case "wide" -> ByteString.copyFrom(new byte[2_000]);
        default -> context.state().orElse(bytes("nothing of " + key.toStringUtf8()));
      };
    }
  }

  private CoreRig rig = rig("", new Counting());

  private static CoreRig rig(String settings, Processor processor) {
    return new CoreRig(settings, List.of(), List.of(), 1, CoreRig.NO_RETRY, processor);
  }

  private void ask(String caller, Question... questions) {
    rig.core.ask(List.of(questions), caller, rig.nowMs, rig);
  }

  private static Question question(String key, String body) {
    return new Question(bytes(key), bytes(body));
  }

  private static Answer given(String value) {
    return new Answer.Given(bytes(value));
  }

  private void commitAll() {
    while (!rig.lingers.isEmpty() || !rig.sealed.isEmpty()) {
      if (!rig.lingers.isEmpty()) {
        rig.linger();
      }
      rig.commit(rig.sealed.size());
    }
  }

  @Test
  void givenNothingUncommitted_whenAsked_thenAnsweredAtOnceInOrder() {
    rig.append("a", FIRST, 0, record(1, "k", "v"), record(2, "k", "v"), record(3, "l", "v"));
    commitAll();
    rig.only("a", Committed.class);

    ask("asker", question("l", ""), question("none", ""), question("k", ""));

    assertThat(rig.only("asker", Answered.class).answers())
        .containsExactly(given("1"), given("nothing of none"), given("2"));
    assertThat(rig.core.idle()).isTrue();
    assertThat(rig.core.figures().keys()).isEqualTo(2);
  }

  @Test
  void givenRecordThatIsNotCommitted_whenAsked_thenAnsweredOnceItIs() {
    rig.append("a", FIRST, 0, record(1, "k", "v"));

    ask("asker", question("k", ""));
    rig.linger();
    assertThat(rig.replies).isEmpty();
    rig.commit(1);

    assertThat(rig.replies)
        .extracting(CoreRig.Sent::caller)
        .containsExactlyInAnyOrder("a", "asker");
    assertThat(rig.replies)
        .extracting(CoreRig.Sent::reply)
        .filteredOn(Answered.class::isInstance)
        .singleElement()
        .satisfies(r -> assertThat(((Answered) r).answers()).containsExactly(given("1")));
  }

  @Test
  void givenOnlyOtherKeysAreUncommitted_whenAsked_thenAnsweredAtOnce() {
    rig.append("a", FIRST, 0, record(1, "k", "v"), record(2, "l", "v"));
    commitAll();
    rig.only("a", Committed.class);
    rig.append("b", FIRST, 0, record(3, "k", "v"));
    rig.linger();
    rig.append("c", FIRST, 0, record(4, "m", "v"));

    ask("asker", question("l", ""), question("none", ""));
    assertThat(rig.only("asker", Answered.class).answers())
        .containsExactly(given("1"), given("nothing of none"));
    ask("sealed", question("l", ""), question("k", ""));
    ask("open", question("k", ""), question("m", ""));

    assertThat(rig.replies).isEmpty();
    rig.commit(1);
    assertThat(rig.replies)
        .extracting(CoreRig.Sent::caller)
        .containsExactlyInAnyOrder("b", "sealed");
    rig.replies.clear();
    commitAll();
    assertThat(rig.replies)
        .filteredOn(sent -> sent.caller().equals("open"))
        .singleElement()
        .satisfies(
            sent ->
                assertThat(((Answered) sent.reply()).answers())
                    .containsExactly(given("2"), given("1")));
  }

  @Test
  void givenAnswerThatWaits_whenTheOwnerIsFenced_thenItIsNeverTold() {
    rig.append("a", FIRST, 0, record(1, "k", "v"));
    ask("asker", question("k", ""));
    rig.linger();

    rig.core.abandon("another owner took over", 7, rig);

    assertThat(rig.replies)
        .filteredOn(sent -> sent.caller().equals("asker"))
        .singleElement()
        .satisfies(sent -> assertThat(sent.reply()).isInstanceOf(NotTaken.class));
  }

  @Test
  void givenQuestionThatThrows_whenAsked_thenOnlyItFailsAndNothingIsInQuarantine() {
    rig.append("a", FIRST, 0, record(1, "k", "v"));
    commitAll();
    rig.only("a", Committed.class);

    ask("asker", question("k", "boom"), question("k", ""));

    List<Answer> answers = rig.only("asker", Answered.class).answers();
    assertThat(((Answer.Failed) answers.get(0)).reason()).contains("cannot answer boom");
    assertThat(answers.get(1)).isEqualTo(given("1"));
    assertThat(rig.core.figures().failed()).isZero();
    rig.append("b", FIRST, 1, record(2, "k", "v"));
    commitAll();
    assertThat(rig.only("b", Committed.class).refusals()).isEmpty();
  }

  @Test
  void givenProcessorWithoutAnswer_whenAsked_thenTheAnswerSaysSo() {
    rig = rig("", CoreRig.counting());

    ask("asker", question("k", "what"));

    assertThat(((Answer.Failed) rig.only("asker", Answered.class).answers().get(0)).reason())
        .contains("question of 4 bytes")
        .contains("overrides answer");
  }

  @Test
  void givenMoreThanOneRequestMayHold_whenAsked_thenTheRestFailsNamingTheSetting() {
    rig =
        rig(
            "ask { questions-max = 3, question-bytes-max = 1100, answer-bytes-max = 3000 }",
            new Counting());

    ask("many", question("a", ""), question("b", ""), question("c", ""), question("d", ""));
    List<Answer> many = rig.only("many", Answered.class).answers();
    ask("large", question("a", ""), question("b", "x".repeat(1_100)));
    List<Answer> large = rig.only("large", Answered.class).answers();
    ask("wide", question("a", "wide"), question("b", "wide"), question("c", ""));
    List<Answer> wide = rig.only("wide", Answered.class).answers();

    assertThat(many.get(2)).isEqualTo(given("nothing of c"));
    assertThat(((Answer.Failed) many.get(3)).reason()).contains("ask.questions-max = 3");
    assertThat(large.get(0)).isEqualTo(given("nothing of a"));
    assertThat(((Answer.Failed) large.get(1)).reason()).contains("ask.question-bytes-max = 1100");
    assertThat(wide.get(0)).isInstanceOf(Answer.Given.class);
    assertThat(((Answer.Failed) wide.get(1)).reason()).contains("ask.answer-bytes-max = 3000");
    assertThat(wide.get(2)).isEqualTo(given("nothing of c"));
  }

  @Test
  void givenAsManyAnswersWaitAsMay_whenAsked_thenNotTakenUntilThereIsACommit() {
    rig = rig("ask.waiting-max = 2", new Counting());
    rig.append("a", FIRST, 0, record(1, "k", "v"));
    ask("one", question("k", ""));
    ask("two", question("k", ""));

    ask("three", question("k", ""));

    assertThat(rig.only("three", NotTaken.class).reason()).contains("ask.waiting-max");
    commitAll();
    rig.replies.clear();
    ask("three", question("k", ""));
    assertThat(rig.only("three", Answered.class).answers()).containsExactly(given("1"));
  }
}
