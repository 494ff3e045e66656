// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.processor;

import static io.millrace.serde.Serdes.int64;
import static io.millrace.serde.Serdes.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.google.protobuf.ByteString;
import io.millrace.model.DataRecord;
import io.millrace.model.Fields;
import io.millrace.model.TimeKind;
import io.millrace.model.Timer;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What effects, raw and typed, say of timers and other stages. */
class TimersOfEffectsTest {
  private static final ByteString KEY = ByteString.copyFromUtf8("ada");
  private static final DataRecord RECORD =
      new DataRecord(1, KEY, ByteString.EMPTY, 42, Fields.EMPTY);

  /** A key that has one timer. */
  private static final Context CONTEXT =
      new Context() {
        @Override
        public Optional<ByteString> state() {
          return Optional.empty();
        }

        @Override
        public long watermarkMs() {
          return 40;
        }

        @Override
        public long processingTimeMs() {
          return 50;
        }

        @Override
        public Optional<Timer> timer(TimeKind kind, String name) {
          return Optional.of(new Timer(kind, name, 7));
        }
      };

  @Test
  void givenTypedStep_whenItSetsClearsAndSends_thenTheEffectHoldsItInOrder() {
    Processor processor =
        Typed.keys(utf8())
            .results(int64())
            .process(
                (record, context) ->
                    context
                        .setTimer(TimeKind.EVENT, "end", context.watermarkMs() + 1)
                        .setTimer(TimeKind.PROCESSING, "look", context.processingTimeMs() + 1)
                        .clearTimer(TimeKind.EVENT, "old")
                        .send("next", utf8(), "lang", int64(), 5L)
                        .emit(context.timer(TimeKind.EVENT, "x").orElseThrow().timeMs()))
            .get();

    assertThat(processor.process(RECORD, CONTEXT))
        .isEqualTo(
            Effect.builder()
                .emit(int64().encode(7L))
                .setTimer(TimeKind.EVENT, "end", 41)
                .setTimer(TimeKind.PROCESSING, "look", 51)
                .clearTimer(TimeKind.EVENT, "old")
                .send("next", ByteString.copyFromUtf8("lang"), int64().encode(5L))
                .build());
  }

  @Test
  void givenTypedTimerStep_whenATimerIsDue_thenItGetsTheKeyAndMakesTheEffect() {
    Processor processor =
        Typed.keys(utf8())
            .results(utf8())
            .onTimer((key, timer, context) -> context.emit(key + timer.name() + timer.timeMs()))
            .process((record, context) -> context.none())
            .get();

    assertThat(processor.onTimer(KEY, new Timer(TimeKind.EVENT, "end", 9), CONTEXT))
        .isEqualTo(Effect.builder().emit(ByteString.copyFromUtf8("adaend9")).build());
  }

  @Test
  void givenProcessorWithoutOnTimer_whenATimerIsDue_thenTheFailureNamesItAndSaysWhatToDo() {
    Processor raw = (record, context) -> Effect.none();
    Processor typed = Typed.keys(utf8()).process((record, context) -> context.none()).get();

    for (Processor processor : new Processor[] {raw, typed}) {
      assertThatIllegalStateException()
          .isThrownBy(() -> processor.onTimer(KEY, new Timer(TimeKind.EVENT, "end", 9), CONTEXT))
          .withMessageContaining("timer 'end' (EVENT) is due")
          .withMessageContaining("overrides onTimer");
    }
  }

  @Test
  void givenTimerStep_whenStateOrResultsAreNamedBehindIt_thenRefused() {
    var typed = Typed.keys(utf8()).onTimer((key, timer, context) -> context.none());

    assertThatIllegalStateException()
        .isThrownBy(() -> typed.state(int64()))
        .withMessageContaining("state: named behind onTimer");
    assertThatIllegalStateException()
        .isThrownBy(() -> typed.results(int64()))
        .withMessageContaining("results: named behind onTimer");
  }

  @Test
  void givenTimersAndMessagesThatCannotBe_whenMade_thenRefused() {
    var effect = Effect.builder();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> effect.setTimer(TimeKind.EVENT, "", 1))
        .withMessageContaining("timer name: ''");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> effect.clearTimer(TimeKind.EVENT, "x".repeat(101)))
        .withMessageContaining("1 to 100 characters");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> effect.setTimer(TimeKind.EVENT, "half \ud800", 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> effect.setTimer(TimeKind.EVENT, "x", Long.MIN_VALUE))
        .withMessageContaining("timer 'x'");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> effect.send("", KEY, KEY))
        .withMessageContaining("stage: ''");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> effect.send("next", ByteString.EMPTY, KEY))
        .withMessageContaining("stage 'next': empty");
    assertThat(effect.setTimer(TimeKind.EVENT, "🚀", 1).build().timers()).hasSize(1);
  }

  @Test
  void givenTimePolicy_whenOutOfRange_thenRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TimePolicy.DEFAULT.withIdleTimeout(Duration.ZERO))
        .withMessageContaining("idleTimeout: PT0S");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TimePolicy.DEFAULT.withOutOfOrderness(Duration.ofMillis(-1)))
        .withMessageContaining("outOfOrderness");
  }
}
