// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.block;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.millrace.codec.Codec;
import io.millrace.codec.Codecs;
import io.millrace.codec.Dictionaries;
import io.millrace.model.Fields;
import io.millrace.model.ResultRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

final class TemplateTest {
  private static final Codec ZSTD = Codecs.byName("zstd");

  private final Random random = new Random(11);

  private static Block block(int count, IntFunction<String> value) {
    var results = new ArrayList<ResultRecord>();
    for (int i = 0; i < count; i++) {
      results.add(
          new ResultRecord("", Blocks.utf8("k" + i), Blocks.utf8(value.apply(i)), i, Fields.EMPTY));
    }
    return ColumnBlocks.of(results, List.of());
  }

  private long number(int digitsMax) {
    return random.nextLong(Digits.end(1 + random.nextInt(digitsMax)));
  }

  private String text(int lengthMax) {
    var text = new StringBuilder();
    for (int i = random.nextInt(lengthMax + 1); i > 0; i--) {
      text.append((char) ('a' + random.nextInt(26)));
    }
    return text.toString();
  }

  private void assertShaped(IntFunction<String> value) {
    Block block = block(200, value);
    var encoder = new BlockEncoder(BlockLimits.DEFAULT);

    EncodedBody body = encoder.encode(block, ZSTD);

    assertThat(body.columns())
        .filteredOn(column -> column.kind() == ColumnKind.VALUE)
        .extracting(ColumnEntry::representation)
        .containsExactly(Representation.TEMPLATE);
    BlockHeader header = BlockHeader.of(block, body, ByteString.copyFrom(new byte[32]));
    assertThat(BlockDecoder.decode(header, body.bytes(), BlockLimits.DEFAULT)).isEqualTo(block);
    assertThat(
            BlockDecoder.comesBack(
                block, header, body.bytes(), BlockLimits.DEFAULT, Dictionaries.NONE))
        .isTrue();
  }

  @Test
  void givenNumbersOfAnyLength_whenWrittenAsShape_thenTheyComeBack() {
    for (int digits = 1; digits <= 18; digits++) {
      int most = digits;
      assertShaped(i -> "{\"i\":" + i + ",\"n\":" + number(most) + ",\"m\":" + number(most) + "}");
      String fixed = "%d at %0" + digits + "d of %0" + digits + "d";
      assertShaped(i -> fixed.formatted(i, number(most), number(most)));
    }
  }

  @Test
  void givenTextsOfAnyLength_whenWrittenAsShape_thenTheyComeBack() {
    for (int length : new int[] {1, 8, 9, 16, 17, 40}) {
      List<String> few = new ArrayList<>();
      for (int i = 0; i < 9; i++) {
        few.add(text(length));
      }
      assertShaped(
          i ->
              "{\"a\":\""
                  + few.get(random.nextInt(9))
                  + "\",\"number\":"
                  + i
                  + ",\"text\":\""
                  + few.get(random.nextInt(9))
                  + "\"}");
    }
  }

  @Test
  void givenQuotesEscapesAndLettersBeyondAscii_whenWrittenAsShape_thenTheyComeBack() {
    String[] texts = {"\\\"", "a\\\\", "ü\"".substring(0, 1), "漢字", "x y", "", "¢", "007"};
    assertShaped(i -> "{\"t\":\"" + texts[i % texts.length] + "\",\"number\":" + number(5) + "}");
  }

  @Test
  void givenTwoShapesAndSomeOthers_whenWritten_thenTheyComeBackInOrder() {
    assertShaped(
        i ->
            i % 10 == 0
                ? text(30)
                : i % 3 == 0
                    ? "GET /shop/" + number(3) + " " + number(9) + " ms"
                    : String.format(Locale.ROOT, "user=%d time=%05d ok", number(4), number(5)));
  }

  @Test
  void givenEventsWithTexts_whenMostOfThemDiffersInWords_thenTheyStayPlain() {
    Block mostlyText = block(200, i -> event(i, text(40) + " of " + text(40) + " to " + text(40)));
    Block someText = block(200, i -> event(i, "of " + (char) ('a' + random.nextInt(26)) + text(3)));
    Block fewTexts = block(200, i -> event(i, "the same long text but for its end " + i % 9));

    assertThat(valuesOf(mostlyText)).isEqualTo(Representation.PLAIN);
    assertThat(valuesOf(someText)).isEqualTo(Representation.TEMPLATE);
    assertThat(valuesOf(fewTexts)).isEqualTo(Representation.TEMPLATE);
  }

  private static String event(int i, String message) {
    return "{\"number\":" + i + ",\"level\":\"INFO\",\"message\":\"" + message + "\"}";
  }

  private static Representation valuesOf(Block block) {
    EncodedBody body = BlockEncoder.checking(BlockLimits.DEFAULT).encode(block, ZSTD);
    return body.columns().stream()
        .filter(column -> column.kind() == ColumnKind.VALUE)
        .findFirst()
        .orElseThrow()
        .representation();
  }

  @Test
  void givenEncoderThatWroteOthersBefore_whenABlockIsEncoded_thenItsBytesAreTheSame() {
    Block block = block(64, i -> "id=" + i * 7 + " name=" + (i % 5) + "x end");
    EncodedBody first = new BlockEncoder(BlockLimits.DEFAULT).encode(block, ZSTD);
    var used = new BlockEncoder(BlockLimits.DEFAULT);
    used.encode(block(3_000, i -> "/p/" + number(7) + "/" + text(20)), ZSTD);
    used.encode(block(40, i -> text(12)), ZSTD);

    assertThat(used.encode(block, ZSTD)).isEqualTo(first);
  }

  @Test
  void givenBodyOfAnotherBlock_whenCompared_thenItDoesNotComeBack() {
    Block block = block(50, i -> "id=" + i + " ok");
    Block other = block(50, i -> "id=" + (i == 49 ? 48 : i) + " ok");
    EncodedBody body = new BlockEncoder(BlockLimits.DEFAULT).encode(other, ZSTD);
    BlockHeader header = BlockHeader.of(other, body, ByteString.copyFrom(new byte[32]));

    assertThat(
            BlockDecoder.comesBack(
                block, header, body.bytes(), BlockLimits.DEFAULT, Dictionaries.NONE))
        .isFalse();
  }
}
