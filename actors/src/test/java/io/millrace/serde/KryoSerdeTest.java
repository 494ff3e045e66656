// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.millrace.serde.Samples.Box;
import io.millrace.serde.Samples.Closed;
import io.millrace.serde.Samples.Event;
import io.millrace.serde.Samples.Paid;
import io.millrace.serde.Samples.Stranger;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KryoSerdeTest {
  private final Serde<Event> events =
      Serdes.kryo(Event.class).register(100, Paid.class).register(101, Closed.class).build();
  private final Serde<Box> boxes = Serdes.kryo(Box.class).register(100, Box.class).build();

  private static void assertRefused(ThrowingCallable call, String... texts) {
    assertThatThrownBy(call)
        .hasMessageContainingAll(texts)
        .isInstanceOfSatisfying(
            MillraceException.class, e -> assertThat(e.kind()).isEqualTo(Kind.CALLER));
  }

  @Test
  void givenRecordsBehindAnInterface_whenWritten_thenTheyComeBack() {
    var closed = new Closed(Instant.ofEpochSecond(7, 5), Map.of("yes", 2));
    var paid = new Paid(500, closed);

    assertThat(events.decode(events.encode(closed))).isEqualTo(closed);
    assertThat(events.decode(events.encode(paid))).isEqualTo(paid);
    assertThat(events.name()).isEqualTo("kryo(Event)");
  }

  @Test
  void givenCommonClasses_whenWritten_thenTheyComeBackWithoutRegistration() {
    var mixed =
        new ArrayList<Object>(
            List.of(1, "two", 3L, 4.0, true, List.of(), List.of(1), List.of(1, 2, 3), Set.of("s")));
    mixed.addAll(
        List.of(
            Map.of(),
            Map.of("k", List.of("v")),
            new TreeMap<>(Map.of(1, 2)),
            new LinkedHashMap<>(Map.of("a", 1L)),
            new BigDecimal("1.50"),
            new UUID(1, 2),
            Instant.EPOCH));

    assertThat(boxes.decode(boxes.encode(new Box(mixed)))).isEqualTo(new Box(mixed));
    long[] numbers = {1, 2, 3};
    assertThat((long[]) boxes.decode(boxes.encode(new Box(numbers))).content()).isEqualTo(numbers);
  }

  @Test
  void givenUnregisteredClass_whenWritten_thenTheMessageNamesItAndSaysWhatToDo() {
    assertRefused(
        () -> boxes.encode(new Box(new Stranger(1))),
        "class is not registered with Kryo: serde=kryo(Box), class="
            + Stranger.class.getName()
            + ", expected=.register(ID, Stranger.class) where the serde is built; ID from 100");
    assertThat(boxes.decode(boxes.encode(new Box("next")))).isEqualTo(new Box("next"));
  }

  @Test
  void givenNumberThatIsNotRegistered_whenRead_thenRefused() {
    ByteString closed = events.encode(new Closed(Instant.EPOCH, Map.of()));
    Serde<Event> without = Serdes.kryo(Event.class).register(100, Paid.class).build();

    assertRefused(
        () -> without.decode(closed),
        "bytes cannot be read by Kryo: serde=kryo(Event), offset=",
        "unregistered class ID: 101");
  }

  @Test
  void givenAnotherClassThanAgreed_whenRead_thenRefused() {
    ByteString box = boxes.encode(new Box("x"));
    var strangers =
        Serdes.kryo(Stranger.class).register(101, Stranger.class).register(100, Box.class).build();

    assertRefused(
        () -> strangers.decode(box),
        "Kryo read another class: serde=kryo(Stranger), class=" + Box.class.getName());
  }

  @Test
  void givenCycle_whenWritten_thenRefused() {
    var list = new ArrayList<Object>();
    list.add(list);

    assertRefused(() -> boxes.encode(new Box(list)), "cannot be written", "Max depth exceeded: 20");
  }

  @Test
  void givenTooLarge_whenWrittenOrRead_thenRefusedWithTheLimit() {
    Serde<Box> small = Serdes.kryo(Box.class).register(100, Box.class).bytesMax(1_000).build();

    assertRefused(
        () -> small.encode(new Box(new byte[1_001])), "value cannot be written", "bytesMax=1000");
    assertRefused(
        () -> small.decode(boxes.encode(new Box(new byte[1_001]))),
        "value is too long for Kryo: serde=kryo(Box), bytes=",
        "bytesMax=1000");
  }

  @Test
  void givenArrayLongerThanItsBytes_whenRead_thenRefusedBeforeItIsMade() {
    // Box, field content of class long[] (number 13), then its length and one, 2 to the 31st less
    // 1.
    ByteString array = boxes.encode(new Box(new long[0]));
    ByteString huge = array.substring(0, array.size() - 1).concat(ByteString.fromHex("ffffffff07"));

    assertRefused(() -> boxes.decode(huge), "array of 2147483646 (expected: 0 to 0, what is left)");
  }

  @Test
  void givenEveryTruncatedState_whenRead_thenRefused() {
    ByteString whole = events.encode(new Paid(5, new Closed(Instant.EPOCH, Map.of("a", 1))));

    for (int length = 0; length < whole.size(); length++) {
      ByteString part = whole.substring(0, length);
      assertRefused(() -> events.decode(part), "serde=kryo(Event)");
    }
    assertRefused(
        () -> events.decode(whole.concat(ByteString.copyFromUtf8("x"))), "bytes behind the value");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void givenFlippedBytes_whenRead_thenAValueOrRefusedNothingElse(long seed) {
    var random = new Random(seed);
    byte[] whole =
        boxes
            .encode(
                new Box(
                    List.of(
                        "zwö",
                        new byte[10],
                        Map.of("k", new long[10]),
                        new ArrayList<>(List.of(1, "x")),
                        new LinkedHashMap<>(Map.of("a", 1L)),
                        new BigDecimal("1.50"))))
            .toByteArray();
    for (int i = 0; i < 2_000; i++) {
      byte[] damaged = whole.clone();
      int at = random.nextInt(damaged.length - 4);
      for (int j = 0; j <= random.nextInt(5); j++) {
        damaged[at + j] = (byte) random.nextInt();
      }
      try {
        assertThat(boxes.decode(ByteString.copyFrom(damaged))).isInstanceOf(Box.class);
      } catch (MillraceException e) {
        assertThat(e.kind()).as("seed %s, round %s", seed, i).isEqualTo(Kind.CALLER);
      }
    }
  }

  @Test
  void givenManyThreads_whenTheyShareOne_thenEachGetsItsOwn() {
    IntStream.range(0, 20_000)
        .parallel()
        .forEach(
            i -> {
              var event = new Paid(i, null);
              assertThat(events.decode(events.encode(event))).isEqualTo(event);
            });
  }

  @Test
  void givenIdsThatClash_whenRegistered_thenRefused() {
    assertThatThrownBy(() -> Serdes.kryo(Box.class).register(99, Box.class))
        .hasMessage("id of " + Box.class.getName() + ": 99 (expected: 100 to 1000000)");
    assertThatThrownBy(
            () -> Serdes.kryo(Box.class).register(100, Box.class).register(100, Stranger.class))
        .hasMessageContaining("100 (expected: another one, this is " + Box.class.getName());
    assertThatThrownBy(
            () -> Serdes.kryo(Box.class).register(100, Box.class).register(101, Box.class))
        .hasMessageContaining("has two ids (expected: one)");
    assertThatThrownBy(() -> Serdes.kryo(Box.class).register(100, Box[].class))
        .hasMessageEndingWith("Box[] (expected: a class; for arrays, a list)");
    assertThatThrownBy(() -> Serdes.kryo(Box.class).bytesMax(0))
        .hasMessage("bytesMax: 0 (expected: 1 to 16777216)");
  }
}
