// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.block;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.millrace.codec.Codecs;
import io.millrace.codec.Dictionaries;
import io.millrace.model.Fields;
import io.millrace.model.MillraceException;
import io.millrace.model.ResultRecord;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

final class WordsTest {
  private static final int COUNT = 400;
  private static final String MESSAGE = "one two one two one two one two";
  private static final BlockHeader HEADER =
      Blocks.encode(ColumnBlocks.small(), Codecs.byName("none")).header();

  private final Random random = new Random(5);

  private static Block block(IntFunction<String> value) {
    var results = new ArrayList<ResultRecord>();
    for (int i = 0; i < COUNT; i++) {
      results.add(
          new ResultRecord("", Blocks.utf8("k" + i), Blocks.utf8(value.apply(i)), i, Fields.EMPTY));
    }
    return ColumnBlocks.of(results, List.of());
  }

  /** Encodes and decodes; how the values were laid out. */
  private static Representation written(Block block) {
    var body = new BlockEncoder(BlockLimits.DEFAULT).encode(block, Codecs.byName("zstd"));
    BlockHeader header = BlockHeader.of(block, body, ByteString.copyFrom(new byte[32]));
    assertThat(BlockDecoder.decode(header, body.bytes(), BlockLimits.DEFAULT)).isEqualTo(block);
    assertThat(
            BlockDecoder.comesBack(
                block, header, body.bytes(), BlockLimits.DEFAULT, Dictionaries.NONE))
        .isTrue();
    return body.columns().stream()
        .filter(column -> column.kind() == ColumnKind.VALUE)
        .findFirst()
        .orElseThrow()
        .representation();
  }

  @Test
  void givenMessagesOfFewWords_whenWritten_thenWordsOnceAndTheyComeBack() {
    assertThat(written(block(i -> ColumnBlocks.message(random)))).isEqualTo(Representation.WORDS);
  }

  @Test
  void givenSpacesAtEndsAndInRowsAndEmptyOnes_whenWritten_thenTheyComeBack() {
    String[] ends = {" late again today", "late  again today ", "again", " ", "today late ü 漢"};
    var values = new HashSet<String>();
    for (int i = 0; i < COUNT; i++) {
      values.add(ends[i % 5] + " late again" + " today".repeat(i / 5) + ends[i * 7 % 3]);
    }
    var each = values.iterator();
    assertThat(written(block(i -> each.hasNext() ? each.next() : "")))
        .isEqualTo(Representation.WORDS);
  }

  @Test
  void givenWordsThatHardlyComeAgain_whenWritten_thenPlain() {
    assertThat(written(block(i -> "id" + random.nextLong() + " of id" + random.nextLong() + " at")))
        .isNotEqualTo(Representation.WORDS);
    assertThat(written(block(i -> "a b c d e f g h i j k".substring(0, 1 + 2 * (i % 11)))))
        .isNotEqualTo(Representation.WORDS);
  }

  @Test
  void givenMessageWithinJson_whenWritten_thenItsSlotHasWordsAndTheBlockIsSmall() {
    var values = block(i -> "{\"at\":" + (9_000_000 + i) + ",\"m\":\"" + message() + "\"}");
    var encoder = new BlockEncoder(BlockLimits.DEFAULT);

    assertThat(written(values)).isEqualTo(Representation.TEMPLATE);
    int length = encoder.encode(values, Codecs.byName("zstd")).bytes().size();
    int rows = encoder.encode(values, ColumnPlan.rows(Codecs.byName("zstd"))).bytes().size();
    assertThat(length).isLessThan(rows * 2 / 3);
  }

  /** Twelve of forty words: hard for a codec that looks for what was there before. */
  private String message() {
    var message = new StringBuilder("all");
    for (int i = 0; i < 11; i++) {
      message.append(" word").append(random.nextInt(40));
    }
    return message.toString();
  }

  @Test
  void givenPlaceBeyondTheWords_whenRead_thenRefusedByName() {
    var out = new Output(0, 1 << 16);
    byte[] bytes = (MESSAGE.repeat(4) + " ".repeat(Shape.SLACK)).getBytes(US_ASCII);
    int[] starts = new int[5];
    Arrays.setAll(starts, i -> i * MESSAGE.length());
    assertThat(new WordsWriter(new NumbersWriter()).write(out, bytes, starts, 4, false)).isTrue();
    byte[] written = Arrays.copyOf(out.array(), out.length());

    assertThat(read(written).copy(3)).isEqualTo(Blocks.utf8(MESSAGE));
    int refused = 0;
    for (int at = 0; at < written.length; at++) {
      for (int bit = 0; bit < 8; bit++) {
        byte[] damaged = written.clone();
        damaged[at] ^= (byte) (1 << bit);
        try {
          read(damaged);
        } catch (MillraceException e) {
          refused++;
        }
      }
    }
    assertThat(refused).isGreaterThan(written.length);
    assertThatThrownBy(() -> read(Arrays.copyOf(written, written.length - 1)))
        .isInstanceOf(MillraceException.class);
  }

  private static Strings read(byte[] bytes) {
    var in = new Input(bytes, 0, bytes.length, Suspect.of(HEADER));
    var strings = new Strings();
    strings.read(in, Representation.WORDS, 4, 4 * MESSAGE.length());
    in.end("end");
    return strings;
  }
}
