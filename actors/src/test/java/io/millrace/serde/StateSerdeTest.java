// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.type.TypeReference;
import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import io.millrace.serde.Samples.AccountV1;
import io.millrace.serde.Samples.AccountV2;
import io.millrace.serde.Samples.Closed;
import io.millrace.serde.Samples.Event;
import io.millrace.serde.Samples.Paid;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** States written by older code stay readable; what cannot be read says so. */
class StateSerdeTest {
  private static final ByteString KEY = ByteString.copyFromUtf8("ada");

  /** What an older version of a job wrote into {@code golden/serde}, and what it meant. */
  record Golden<O>(String name, int version, Serde<O> serde, O value) {
    ByteString written() {
      return StateSerde.version(version, serde).encode(value);
    }

    /** As the next version sees it. */
    List<Object> migrated(ByteString bytes) {
      return StateSerde.version(version + 1, Serdes.json(new TypeReference<List<Object>>() {}))
          .reading(version, serde, old -> List.of("migrated", old))
          .decode(KEY, bytes);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static final List<Golden<?>> GOLDEN =
      List.of(
          new Golden<>("bytes-v1", 1, Serdes.bytes(), ByteString.fromHex("00ff")),
          new Golden<>("utf8-v1", 1, Serdes.utf8(), "grüße \ud83c\udf3e"),
          new Golden<>("int64-v1", 1, Serdes.int64(), 1_815L),
          new Golden<>("int64-v300", 300, Serdes.int64(), -1L),
          new Golden<>("float64-v20000", 20_000, Serdes.float64(), 0.1),
          new Golden<>("json-v1", 1, Serdes.json(AccountV1.class), AccountV1.ADA),
          new Golden<>(
              "protobuf-v1",
              1,
              Serdes.protobuf(Timestamp.getDefaultInstance()),
              Timestamp.newBuilder().setSeconds(1_815).setNanos(7).build()),
          new Golden<Event>(
              "kryo-v1",
              1,
              Serdes.kryo(Event.class)
                  .register(100, Paid.class)
                  .register(101, Closed.class)
                  .build(),
              new Paid(500, new Closed(Instant.ofEpochSecond(1_815, 7), Map.of("yes", 2)))));

  private static ByteString file(String name) {
    try (var in = StateSerdeTest.class.getResourceAsStream("/golden/serde/" + name + ".bin")) {
      assertThat(in).as(name).isNotNull();
      return ByteString.readFrom(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @FieldSource("GOLDEN")
  void givenStateOfAnOlderVersion_whenReadByTheNext_thenMigrated(Golden<?> golden) {
    assertThat(golden.migrated(file(golden.name()))).containsExactly("migrated", golden.value());
  }

  @ParameterizedTest
  @FieldSource("GOLDEN")
  void givenGoldenValue_whenWrittenByItsVersion_thenBytesAreIdentical(Golden<?> golden) {
    assertThat(golden.written()).isEqualTo(file(golden.name()));
  }

  @Test
  void givenVersion2_whenVersion1IsReadAndWritten_thenItIsVersion2() {
    StateSerde<AccountV2> today =
        StateSerde.version(2, Serdes.json(AccountV2.class))
            .reading(1, Serdes.json(AccountV1.class), AccountV2::of);

    AccountV2 read = today.decode(KEY, file("json-v1"));
    ByteString written = today.encode(read);

    assertThat(read).isEqualTo(new AccountV2("Ada", 1_815, List.of("migrated")));
    assertThat(written.byteAt(0)).isEqualTo((byte) 2);
    assertThat(today.decode(KEY, written)).isEqualTo(read);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 127, 128, 16_383, 16_384, StateSerde.VERSION_MAX})
  void givenVersion_whenWritten_thenFoundAgain(int version) {
    StateSerde<Long> serde = StateSerde.version(version, Serdes.int64());

    assertThat(serde.decode(KEY, serde.encode(7L))).isEqualTo(7);
  }

  @Test
  void givenStateOfNewerCode_whenRead_thenTheMessageNamesKeyAndVersions() {
    StateSerde<Long> old =
        StateSerde.version(2, Serdes.int64()).reading(1, Serdes.utf8(), Long::parseLong);
    ByteString newer = StateSerde.version(3, Serdes.int64()).encode(7L);

    assertThatThrownBy(() -> old.decode(KEY, newer))
        .isInstanceOf(UnreadableStateException.class)
        .hasMessage(
            "state cannot be decoded: key=\"ada\", version=3, versions known=[1, 2],"
                + " cause=version is not known here, newer code wrote it");
  }

  @Test
  void givenStateOfForgottenVersion_whenRead_thenTheMessageSaysWhatIsMissing() {
    StateSerde<Long> today = StateSerde.version(3, Serdes.int64());

    assertThatThrownBy(() -> today.decode(KEY, StateSerde.of(Serdes.utf8()).encode("x")))
        .isInstanceOf(UnreadableStateException.class)
        .hasMessageContaining("version=1, versions known=[3]")
        .hasMessageContaining("deploy code that says reading(1, ...)");
  }

  @Test
  void givenDamagedState_whenRead_thenTheMessageNamesSerdeAndCause() {
    StateSerde<AccountV1> serde = StateSerde.of(Serdes.json(AccountV1.class));

    assertThatThrownBy(() -> serde.decode(KEY, ByteString.fromHex("01ff")))
        .isInstanceOf(UnreadableStateException.class)
        .hasMessageContaining("version=1, versions known=[1], serde=json(AccountV1), cause=")
        .hasMessageContaining("bytes are not such JSON");
    assertThatThrownBy(() -> serde.decode(KEY, ByteString.EMPTY))
        .isInstanceOf(UnreadableStateException.class)
        .hasMessageContaining("version=none")
        .hasMessageContaining("bytes do not start with a version");
    assertThatThrownBy(() -> serde.decode(KEY, ByteString.fromHex("ffffffff")))
        .isInstanceOf(UnreadableStateException.class)
        .hasMessageContaining("bytes do not start with a version");
  }

  @Test
  void givenMigrationThatThrows_whenRead_thenUnreadable() {
    StateSerde<Long> today =
        StateSerde.version(2, Serdes.int64()).reading(1, Serdes.utf8(), Long::parseLong);

    assertThatThrownBy(() -> today.decode(KEY, StateSerde.of(Serdes.utf8()).encode("seven")))
        .isInstanceOf(UnreadableStateException.class)
        .hasMessageContaining("serde=utf8, cause=java.lang.NumberFormatException")
        .hasMessageContaining("seven");
  }

  @Test
  void givenCodeThatReadsTheNextVersion_whenItComesBackAfterIt_thenItReadsOn() {
    StateSerde<Long> first =
        StateSerde.version(1, Serdes.int64()).reading(2, Serdes.utf8(), Long::parseLong);
    StateSerde<String> second =
        StateSerde.version(2, Serdes.utf8()).reading(1, Serdes.int64(), String::valueOf);

    assertThat(first.decode(KEY, second.encode("7"))).isEqualTo(7);
    assertThat(first.encode(7L).byteAt(0)).isEqualTo((byte) 1);
  }

  @Test
  void givenVersionsThatClash_whenDeclared_thenRefused() {
    StateSerde<Long> second = StateSerde.version(2, Serdes.int64());

    assertThatThrownBy(() -> second.reading(2, Serdes.int64(), x -> x))
        .hasMessage("state version: 2 (expected: each version once)");
    assertThatThrownBy(
            () -> second.reading(1, Serdes.int64(), x -> x).reading(1, Serdes.int64(), x -> x))
        .hasMessage("state version: 1 (expected: each version once)");
    assertThatThrownBy(() -> StateSerde.version(0, Serdes.int64()))
        .hasMessage("state version: 0 (expected: 1 to 1000000)");
  }
}
