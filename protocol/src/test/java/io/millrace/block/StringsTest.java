// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.block;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class StringsTest {
  private static final Suspect SUSPECT = new Suspect("p", "1");
  private static final String[] PARTS = {
    "{\"a\":",
    "\"",
    "12",
    "007",
    "x-9",
    " ",
    "é",
    "\\\"",
    "0",
    "_b",
    "[",
    "true",
    "\n",
    "日",
    "1234567890123456789"
  };

  private final StringsWriter writer =
      new StringsWriter(new Output(0, 1 << 24), new NumbersWriter(), true);

  @Test
  void givenStringsOfOneKind_whenWritten_thenTheFittingRepresentationIsChosen() {
    var random = new Random(2);

    assertThat(written(of(0, i -> ""))).isEqualTo(Representation.EMPTY);
    assertThat(written(of(50, i -> "same"))).isEqualTo(Representation.CONSTANT);
    assertThat(written(of(200, i -> "word" + random.nextInt(9))))
        .isEqualTo(Representation.DICTIONARY);
    assertThat(written(of(200, i -> "user-" + random.nextInt(1 << 20))))
        .isEqualTo(Representation.TEMPLATE);
    assertThat(written(of(200, i -> ColumnBlocks.json(random, i))))
        .isEqualTo(Representation.TEMPLATE);
    assertThat(written(of(200, i -> "io/millrace/column/" + letters(random, 12))))
        .isEqualTo(Representation.FRONT);
    assertThat(written(of(200, i -> letters(random, 3) + " " + letters(random, 8))))
        .isEqualTo(Representation.PLAIN);
  }

  @Test
  void givenTokensOfEveryForm_whenWrittenAsTemplate_thenTheyComeBack() {
    var random = new Random(4);
    List<IntFunction<String>> forms =
        List.of(
            i -> "{\"n\":" + i + ",\"s\":\"" + "x".repeat(i % 3) + "\"}",
            i -> "{\"n\":" + (i % 7 == 0 ? "00" : "") + i + ",\"q\":\"a\\\"b" + i + "\"}",
            i -> String.format("%05d-%02d GET /a/%d/b%d?x=%d é", i, i % 60, i * i, i % 3, -i),
            i -> "id=" + Long.MAX_VALUE / (i + 10) + " u" + i + "Z",
            i -> i % 20 == 0 ? "odd one " + letters(random, 9) : "t=" + i + ";",
            i -> "\"10.0.0." + i + "\" " + 7 * i);
    for (IntFunction<String> form : forms) {
      var strings = of(300, form);

      assertThat(written(strings)).as(strings.get(1)).isEqualTo(Representation.TEMPLATE);
      assertComeBack(strings, strings.get(1));
    }
  }

  @Test
  void givenAnyStrings_whenWritten_thenTheyComeBack() {
    for (int seed = 0; seed < 2_000; seed++) {
      var random = new Random(seed);
      int size = random.nextInt(100);
      String[] form =
          random.ints(6, 0, PARTS.length).mapToObj(p -> PARTS[p]).toArray(String[]::new);
      int loose = random.nextInt(8);
      var strings = of(size, i -> mixed(random, form, loose));

      assertComeBack(strings, "seed " + seed);
    }
  }

  private static String mixed(Random random, String[] form, int loose) {
    var text = new StringBuilder();
    for (String part : form) {
      text.append(random.nextInt(20) < loose ? PARTS[random.nextInt(PARTS.length)] : part);
      text.append(random.nextInt(4) == 0 ? random.nextInt(300) : 5);
    }
    return text.toString();
  }

  private static String letters(Random random, int count) {
    return random
        .ints(count, 'a', 'z' + 1)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private void assertComeBack(List<String> strings, String what) {
    for (boolean squeezed : new boolean[] {true, false}) {
      var out = new Output(0, 1 << 24);
      out.u8(7);
      int plain = gather(out, strings);
      Representation as = writer.write(squeezed);
      var in = new Input(out.array(), 1, out.length(), SUSPECT);
      var read = new Strings();
      read.read(in, as, strings.size(), plain);
      in.end("end");
      read.checkText(in);

      for (int i = 0; i < strings.size(); i++) {
        assertThat(read.text(i)).as(what).isEqualTo(strings.get(i));
        assertThat(read.copy(i).toStringUtf8()).isEqualTo(strings.get(i));
        assertThat(read.share(i)).isEqualTo(read.copy(i));
      }
    }
  }

  private Representation written(List<String> strings) {
    gather(new Output(0, 1 << 24), strings);
    return writer.write(true);
  }

  private int gather(Output out, List<String> strings) {
    writer.begin(out, strings.size());
    for (String string : strings) {
      out.rawBytes(string.getBytes(UTF_8), 0, string.getBytes(UTF_8).length);
      writer.end();
    }
    return writer.plainLength();
  }

  private static List<String> of(int count, IntFunction<String> strings) {
    return new ArrayList<>(IntStream.range(0, count).mapToObj(strings).toList());
  }
}
