// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.type.TypeReference;
import com.google.protobuf.ByteString;
import com.google.protobuf.StringValue;
import com.google.protobuf.Timestamp;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.millrace.serde.Samples.AccountV1;
import io.millrace.serde.Samples.Closed;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SerdesTest {
  private static ByteString hex(String digits) {
    return ByteString.fromHex(digits);
  }

  private static void assertRefused(ThrowingCallable call, String... texts) {
    assertThatThrownBy(call)
        .hasMessageContainingAll(texts)
        .isInstanceOfSatisfying(
            MillraceException.class, e -> assertThat(e.kind()).isEqualTo(Kind.CALLER));
  }

  private static <T> void assertRoundTrip(Serde<T> serde, T value) {
    assertThat(serde.decode(serde.encode(value))).isEqualTo(value);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, -1, 255, 256, Long.MIN_VALUE, Long.MAX_VALUE})
  void givenNumbers_whenWritten_thenTheyComeBack(long value) {
    assertRoundTrip(Serdes.int64(), value);
    assertRoundTrip(Serdes.float64(), value / 3.0);
    assertRoundTrip(Serdes.json(Long.class), value);
  }

  @Test
  void givenNumbers_whenWritten_thenLayoutIsBigEndian() {
    assertThat(Serdes.int64().encode(258L)).isEqualTo(hex("0000000000000102"));
    assertThat(Serdes.float64().encode(1.0)).isEqualTo(hex("3ff0000000000000"));
  }

  @Test
  void givenNumberOfWrongLength_whenRead_thenRefused() {
    assertRefused(() -> Serdes.int64().decode(hex("000102")), "int64 of 3 bytes: expected=8");
    assertRefused(() -> Serdes.float64().decode(ByteString.EMPTY), "float64 of 0 bytes");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "plain", "grüße", "\u6c34\u8eca", "\ud83c\udf3e", "\0"})
  void givenText_whenWritten_thenItComesBack(String text) {
    assertRoundTrip(Serdes.utf8(), text);
  }

  @Test
  void givenMalformedText_whenRead_thenRefusedWithOffset() {
    assertRefused(
        () -> Serdes.utf8().decode(hex("6162ff63")), "bytes are not UTF-8: offset=2, bytes=4");
    assertRefused(() -> Serdes.utf8().decode(hex("61c3")), "offset=1");
    assertRefused(() -> Serdes.utf8().decode(hex("eda080")), "offset=0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ab\ud83c", "ab\udf3e", "ab\ud83cx"})
  void givenHalfASurrogatePair_whenWritten_thenRefusedWithIndex(String text) {
    assertRefused(() -> Serdes.utf8().encode(text), "half a surrogate pair: index=2");
  }

  @Test
  void givenRecordsAndGenerics_whenWrittenAsJson_thenTheyComeBack() {
    assertRoundTrip(Serdes.json(AccountV1.class), AccountV1.ADA);
    assertThat(Serdes.json(AccountV1.class).encode(AccountV1.ADA).toStringUtf8())
        .isEqualTo("{\"owner\":\"Ada\",\"balance\":1815}");
    assertRoundTrip(
        Serdes.json(new TypeReference<Map<String, List<Integer>>>() {}), Map.of("a", List.of(1)));
    var closed = new Closed(Instant.parse("2026-11-25T12:00:00Z"), Map.of("yes", 2));
    assertRoundTrip(Serdes.json(Closed.class), closed);
    assertThat(Serdes.json(Closed.class).encode(closed).toStringUtf8())
        .contains("2026-11-25T12:00:00Z");
  }

  @Test
  void givenJsonThatDoesNotFit_whenRead_thenRefusedAndTheMessageNamesSerdeAndPlace() {
    Serde<AccountV1> serde = Serdes.json(AccountV1.class);

    assertRefused(
        () -> serde.decode(ByteString.copyFromUtf8("{\"owner\":\"a\",\"balance\":1,\"x\":2}")),
        "bytes are not such JSON: serde=json(AccountV1), offset=",
        "Unrecognized field \"x\"");
    assertRefused(
        () -> serde.decode(ByteString.copyFromUtf8("{\"owner\":\"a\",\"balance\":null}")),
        "Cannot map `null` into type `long`");
    assertRefused(
        () -> serde.decode(ByteString.copyFromUtf8("{\"owner\":\"a\"}")),
        "Cannot map `null` into type `long`");
    assertRefused(
        () -> serde.decode(ByteString.copyFromUtf8("{\"owner\":\"a\",\"balance\":1} {}")),
        "Trailing token");
    assertRefused(() -> serde.decode(ByteString.copyFromUtf8("null")), "JSON is null");
    assertRefused(() -> serde.decode(ByteString.EMPTY), "json(AccountV1)");
    assertRefused(() -> serde.decode(ByteString.copyFromUtf8("{\"owner\":")), "offset=9");
  }

  @Test
  void givenUnknownProperty_whenReadLeniently_thenPassedOver() {
    assertThat(
            Serdes.jsonIgnoringUnknown(AccountV1.class)
                .decode(ByteString.copyFromUtf8("{\"owner\":\"Ada\",\"balance\":1815,\"x\":2}")))
        .isEqualTo(AccountV1.ADA);
  }

  @Test
  void givenClassNameInJson_whenReadAsObject_thenItIsData() {
    Object read =
        Serdes.json(Object.class)
            .decode(ByteString.copyFromUtf8("[\"java.util.UUID\", {\"@class\":\"x\"}]"));

    assertThat(read).isEqualTo(List.of("java.util.UUID", Map.of("@class", "x")));
  }

  @Test
  void givenProtobuf_whenWritten_thenItComesBackAndGarbageIsRefused() {
    Serde<Timestamp> serde = Serdes.protobuf(Timestamp.getDefaultInstance());
    assertRoundTrip(serde, Timestamp.newBuilder().setSeconds(5).build());
    assertRoundTrip(Serdes.protobuf(StringValue.getDefaultInstance()), StringValue.of("x"));

    assertRefused(
        () -> serde.decode(hex("08")),
        "bytes are not such a message: serde=protobuf(google.protobuf.Timestamp), bytes=1",
        "truncated");
  }

  @Test
  void givenSerdeOfAnotherOne_whenWritten_thenItComesBack() {
    Serde<BigDecimal> serde =
        Serdes.utf8().as("decimal", BigDecimal::new, BigDecimal::toPlainString);

    assertRoundTrip(serde, new BigDecimal("12.50"));
    assertThat(serde.name()).isEqualTo("decimal");
  }

  @Test
  void givenKeys_whenShown_thenPrintableTextOrHexAndCut() {
    assertThat(Keys.show(ByteString.copyFromUtf8("grüße"))).isEqualTo("\"grüße\"");
    assertThat(Keys.show(hex("00ff"))).isEqualTo("0x00ff");
    assertThat(Keys.show(hex("6109"))).isEqualTo("0x6109");
    assertThat(Keys.show(ByteString.copyFromUtf8("x" + "ü".repeat(30))))
        .isEqualTo("\"x" + "ü".repeat(19) + "\"... (61 bytes)");
    assertThat(Keys.show(ByteString.copyFrom(new byte[50])))
        .isEqualTo("0x" + "00".repeat(40) + "... (50 bytes)");
  }
}
