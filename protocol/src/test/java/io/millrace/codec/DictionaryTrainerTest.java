// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class DictionaryTrainerTest {
  private static final int LEVEL = ZstdCodec.LEVEL_DEFAULT;

  /** Pieces of small blocks: some JSON objects of one shape each. */
  private static List<byte[]> pieces(long seed, int count) {
    var random = new Random(seed);
    var pieces = new ArrayList<byte[]>();
    for (int i = 0; i < count; i++) {
      var piece = new StringBuilder();
      for (int j = 0; j < 10; j++) {
        piece.append("{\"customer\":").append(random.nextInt(100_000));
        piece.append(",\"status\":\"").append(random.nextBoolean() ? "delivered" : "in transit");
        piece.append("\",\"depot\":\"north-").append(random.nextInt(50)).append("\"}");
      }
      pieces.add(piece.toString().getBytes(StandardCharsets.UTF_8));
    }
    return pieces;
  }

  private static long cost(Codec codec, List<byte[]> pieces) {
    return CodecCost.of(codec, pieces, () -> 0).storedBytes();
  }

  @Test
  void givenSmallPiecesAlike_whenTrained_thenOthersOfTheKindAreSmaller() {
    var trained = new DictionaryTrainer(4_096, LEVEL).train(pieces(1, 500)).orElseThrow();
    var heldOut = pieces(2, 100);

    long plain = cost(ZstdCodec.ofLevel(LEVEL), heldOut);
    long with = cost(ZstdDictionaryCodec.of(trained, LEVEL), heldOut);

    assertThat(trained.bytes().size()).isLessThanOrEqualTo(4_096);
    assertThat(with).isLessThan(plain * 8 / 10);
  }

  @Test
  void givenSameSamples_whenTrainedTwice_thenTheSameDictionary() {
    var trainer = new DictionaryTrainer(4_096, LEVEL);

    assertThat(trainer.train(pieces(1, 300))).isEqualTo(trainer.train(pieces(1, 300)));
  }

  @Test
  void givenTooLittle_whenTrained_thenNone() {
    var trainer = new DictionaryTrainer(4_096, LEVEL);

    assertThat(trainer.train(List.of())).isEmpty();
    assertThat(trainer.train(pieces(1, 2))).isEmpty();
    assertThat(trainer.train(List.of(new byte[7], new byte[0]))).isEmpty();
  }

  @Test
  void givenNothingInCommon_whenTrained_thenNoneOrNoSmaller() {
    var random = new Random(5);
    var noise = new ArrayList<byte[]>();
    for (int i = 0; i < 200; i++) {
      var piece = new byte[500];
      random.nextBytes(piece);
      noise.add(piece);
    }
    var learnt = noise.subList(0, 150);
    var heldOut = noise.subList(150, 200);

    var trained = new DictionaryTrainer(4_096, LEVEL).train(learnt);

    trained.ifPresent(
        dictionary ->
            assertThat(cost(ZstdDictionaryCodec.of(dictionary, LEVEL), heldOut))
                .isGreaterThanOrEqualTo(cost(ZstdCodec.ofLevel(LEVEL), heldOut) * 99 / 100));
  }

  @Test
  void givenSizeOutOfRange_whenMade_thenRefused() {
    assertThatThrownBy(() -> new DictionaryTrainer(255, LEVEL))
        .hasMessage("dictionaryBytesMax: 255 (expected: 256 to 1048576)");
    assertThatThrownBy(() -> new DictionaryTrainer(Dictionary.BYTES_MAX + 1, LEVEL))
        .hasMessageContaining("expected: 256 to");
  }

  @Test
  void givenPieces_whenMeasured_thenBytesAndTimeOfEachWay() {
    var ticks = new AtomicLong();
    var pieces = pieces(3, 20);
    long raw = pieces.stream().mapToLong(piece -> piece.length).sum();

    var cost = CodecCost.of(NoCodec.INSTANCE, pieces, () -> ticks.addAndGet(ticks.get() + 1));

    assertThat(cost).isEqualTo(new CodecCost(raw, raw, 2, 4));
    assertThat(CodecCost.of(NoCodec.INSTANCE, List.of(), ticks::get))
        .isEqualTo(new CodecCost(0, 0, 0, 0));
  }
}
