// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.block;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.function.LongSupplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class NumbersTest {
  private static final Suspect SUSPECT = new Suspect("p", "1");

  private final NumbersWriter writer = new NumbersWriter();

  @Test
  void givenNumbersOfOneKind_whenWritten_thenTheFittingRepresentationIsChosen() {
    var random = new Random(1);

    assertThat(written(of(0, () -> 0), true)).isEqualTo(Representation.EMPTY);
    assertThat(written(of(100, () -> 7), true)).isEqualTo(Representation.CONSTANT);
    assertThat(written(of(1_000, () -> random.nextInt(1 << 9)), true))
        .isEqualTo(Representation.PACKED);
    assertThat(written(of(1_000, () -> random.nextInt(9) == 0 ? random.nextInt(200) : 3), true))
        .isEqualTo(Representation.PLANES);
    assertThat(written(of(1_000, () -> random.nextInt(9) == 0 ? random.nextInt(200) : 3), false))
        .isEqualTo(Representation.PACKED);
    assertThat(written(LongStream.range(0, 900).map(i -> i / 100 * 31).toArray(), true))
        .isEqualTo(Representation.RUNS);
    assertThat(written(LongStream.range(0, 900).map(i -> 10 * i + i * i % 7).toArray(), true))
        .isEqualTo(Representation.DELTA);
    assertThat(written(of(900, () -> random.nextInt(5) * 1_000_003L), false))
        .isEqualTo(Representation.DICTIONARY);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void givenAnyNumbers_whenWritten_thenTheyComeBack(boolean squeezed) {
    for (int seed = 0; seed < 2_000; seed++) {
      var random = new Random(seed);
      long[] values = any(random);

      var out = new Output(0, 1 << 20);
      writer.writeNamed(out, values, values.length, squeezed);
      long[] read = new long[values.length + 2];
      var in = new Input(out.array(), 0, out.length(), SUSPECT);
      Numbers.readNamed(in, values.length, read, 1, 0);

      in.end("end");
      assertThat(Arrays.copyOfRange(read, 1, values.length + 1))
          .as("seed %s", seed)
          .isEqualTo(values);
    }
  }

  @Test
  void givenEachWidth_whenPackedUpToTheArraysEnd_thenTheyComeBack() {
    var random = new Random(3);
    for (int width = 1; width <= 64; width = width == 56 ? 64 : width + 1) {
      for (int count = 1; count < 20; count++) {
        int bits = width;
        long[] values = of(count, () -> random.nextLong() >>> (64 - bits));
        values[0] = 0;
        var out = new Output(0, 1 << 20);
        Bits.write(out, values, count, 0, width, false);
        byte[] exact = Arrays.copyOf(out.array(), out.length());

        long[] read = new long[count];
        Numbers.read(
            new Input(exact, 0, exact.length, SUSPECT), Representation.PACKED, count, read, 0, 0);

        assertThat(read).as("width %s, count %s", width, count).isEqualTo(values);
      }
    }
  }

  private static long[] any(Random random) {
    int count = random.nextInt(random.nextBoolean() ? 20 : 3_000);
    int bits = random.nextInt(64);
    int kinds = 1 + random.nextInt(40);
    return switch (random.nextInt(6)) {
      case 0 -> of(count, () -> random.nextLong() >> bits);
      case 1 -> of(count, () -> random.nextInt(kinds) * (0x123456789abcdefL >> bits));
      case 2 ->
          LongStream.range(0, count).map(i -> (i << (bits / 2)) + random.nextInt(kinds)).toArray();
      case 3 -> LongStream.range(0, count).map(i -> i / 30 * 1_001L - 5).toArray();
      case 4 -> of(count, () -> random.nextBoolean() ? Long.MIN_VALUE : Long.MAX_VALUE);
      default -> of(count, () -> random.nextInt(kinds) == 0 ? random.nextLong() >>> bits : 0);
    };
  }

  private static long[] of(int count, LongSupplier values) {
    return LongStream.generate(values).limit(count).toArray();
  }

  private Representation written(long[] values, boolean squeezed) {
    return writer.write(new Output(0, 1 << 20), values, values.length, squeezed);
  }
}
