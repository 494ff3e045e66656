// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.processor;

import static io.millrace.serde.Serdes.int64;
import static io.millrace.serde.Serdes.json;
import static io.millrace.serde.Serdes.kryo;
import static io.millrace.serde.Serdes.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.millrace.model.DataRecord;
import io.millrace.model.Fields;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.millrace.processor.Effect.StateAction;
import io.millrace.serde.StateSerde;
import io.millrace.serde.UnreadableStateException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TypedTest {
  private static final Job WORD_COUNT =
      Job.of(
          "word-count",
          Typed.keys(utf8())
              .state(int64())
              .results(int64())
              .process(
                  (record, context) -> {
                    long count = context.state().orElse(0L) + 1;
                    return context.emit(count).setState(count);
                  }));

  private static DataRecord record(ByteString value) {
    return new DataRecord(7, ByteString.copyFromUtf8("ada"), value, 42, Fields.of("from", "test"));
  }

  private static DataRecord record(String value) {
    return record(ByteString.copyFromUtf8(value));
  }

  private static Effect run(Processor processor, DataRecord record, Optional<ByteString> state) {
    return processor.process(record, () -> state);
  }

  private static Effect run(Processor processor, DataRecord record) {
    return run(processor, record, Optional.empty());
  }

  private static ByteString stored(long count) {
    return StateSerde.of(int64()).encode(count);
  }

  @Test
  void givenWordCount_whenRun_thenStateAndResultAreEncoded() {
    Processor processor = WORD_COUNT.processor().get();

    assertThat(run(processor, record("x")))
        .isEqualTo(Effect.builder().emit(int64().encode(1L)).setState(stored(1)).build());
    assertThat(run(processor, record("x"), Optional.of(stored(41))).state()).isEqualTo(stored(42));
    assertThat(run(processor, record("x")).state()).as("nothing is kept").isEqualTo(stored(1));
  }

  @Test
  void givenStepWithEverything_whenRun_thenTheEffectHoldsIt() {
    Processor processor =
        Typed.keys(utf8())
            .values(json(Integer.class))
            .state(int64())
            .results(utf8())
            .process(
                (record, context) ->
                    context
                        .emit(record.key() + record.value(), Fields.of("f", "1"))
                        .emitTo("late", "x")
                        .emitTo("numbers", int64(), record.eventTimeMs())
                        .emitTo("from", record.fields().text("from").orElse("nobody"))
                        .emitTo("to", record.fields().text("to").orElse("nobody"))
                        .deleteState())
            .get();

    assertThat(run(processor, record("5")))
        .isEqualTo(
            Effect.builder()
                .emit(ByteString.copyFromUtf8("ada5"), Fields.of("f", "1"))
                .emitTo("late", ByteString.copyFromUtf8("x"))
                .emitTo("numbers", int64().encode(42L))
                .emitTo("from", ByteString.copyFromUtf8("test"))
                .emitTo("to", ByteString.copyFromUtf8("nobody"))
                .deleteState()
                .build());
  }

  @Test
  void givenNothingNamed_whenRun_thenBytes() {
    Processor processor =
        Typed.keys(utf8())
            .process((record, context) -> context.emit(record.value()).setState(record.value()))
            .get();

    Effect effect = run(processor, record("x"));

    assertThat(effect.outputs().get(0).value()).isEqualTo(ByteString.copyFromUtf8("x"));
    assertThat(effect.state()).isEqualTo(ByteString.fromHex("01").concat(record("x").value()));
  }

  @Test
  void givenRefusalOrNothing_whenRun_thenTheEffectSaysSo() {
    assertThat(
            run(
                Typed.keys(utf8()).process((record, context) -> context.refuse("no")).get(),
                record("x")))
        .isEqualTo(Effect.refuse("no"));
    assertThat(
            run(Typed.keys(utf8()).process((record, context) -> context.none()).get(), record("x")))
        .isSameAs(Effect.none());
    assertThatThrownBy(
            () ->
                run(
                    Typed.keys(utf8())
                        .process((record, context) -> context.refuse("no").deleteState())
                        .get(),
                    record("x")))
        .hasMessage("refused record: expected no other change beside a refusal");
    assertThatThrownBy(
            () ->
                run(
                    Typed.keys(utf8())
                        .process((record, context) -> context.none().emitTo("", record.value()))
                        .get(),
                    record("x")))
        .hasMessage("tag: '' (expected: a name; emit adds main results)");
  }

  @Test
  @SuppressWarnings("NullAway") // what a careless user writes
  void givenStepThatGivesNull_whenRun_thenTheMessageSaysWhatIsExpected() {
    Processor processor = Typed.keys(utf8()).process((record, context) -> null).get();

    assertThatThrownBy(() -> run(processor, record("x")))
        .hasMessage("effect: null (expected: what context gives; context.none() changes nothing)");
  }

  @Test
  void givenValueThatCannotBeDecoded_whenRun_thenCallerAndTheMessageNamesSerdeKeyAndCause() {
    Processor processor =
        Typed.keys(utf8()).values(int64()).process((record, context) -> context.none()).get();

    assertThatThrownBy(() -> run(processor, record("abc")))
        .hasMessage(
            "value cannot be decoded: serde=int64, key=\"ada\","
                + " cause=int64 of 3 bytes: expected=8")
        .isInstanceOfSatisfying(
            MillraceException.class, e -> assertThat(e.kind()).isEqualTo(Kind.CALLER));
  }

  @Test
  void givenKeyThatCannotBeDecoded_whenRun_thenItIsShownInHex() {
    Processor processor = Typed.keys(utf8()).process((record, context) -> context.none()).get();
    var record = new DataRecord(1, ByteString.fromHex("ff01"), ByteString.EMPTY, 0, Fields.EMPTY);

    assertThatThrownBy(() -> run(processor, record))
        .hasMessageContaining("key cannot be decoded: serde=utf8, key=0xff01, cause=")
        .hasMessageContaining("offset=0");
  }

  @Test
  void givenStateWithUnregisteredClass_whenSet_thenCallerAndTheMessageSaysWhatToDo() {
    Processor processor =
        Typed.keys(utf8())
            .state(kryo(Object.class).build())
            .process((record, context) -> context.setState(new Unknown(1)))
            .get();

    assertThatThrownBy(() -> run(processor, record("x")))
        .hasMessageContaining("state cannot be encoded: serde=kryo(Object), key=\"ada\", cause=")
        .hasMessageContaining("class is not registered with Kryo")
        .hasMessageContaining(Unknown.class.getName())
        .hasMessageContaining(".register(ID, Unknown.class)")
        .isInstanceOfSatisfying(
            MillraceException.class, e -> assertThat(e.kind()).isEqualTo(Kind.CALLER));
  }

  private record Unknown(int number) {}

  @Test
  void givenStateThatCannotBeDecoded_whenAskedFor_thenUnreadableAndOnlyThen() {
    Processor processor =
        Typed.keys(utf8())
            .values(utf8())
            .state(int64())
            .process(
                (record, context) ->
                    record.value().equals("look")
                        ? context.setState(context.state().orElse(0L))
                        : context.none())
            .get();
    Optional<ByteString> newer = Optional.of(StateSerde.version(2, int64()).encode(1L));

    assertThat(run(processor, record("pass"), newer).stateAction()).isEqualTo(StateAction.KEEP);
    assertThatThrownBy(() -> run(processor, record("look"), newer))
        .isInstanceOf(UnreadableStateException.class)
        .hasMessageContaining("key=\"ada\", version=2, versions known=[1]");
  }
}
