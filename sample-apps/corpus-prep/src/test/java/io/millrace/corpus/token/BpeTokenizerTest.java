// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class BpeTokenizerTest {
  private static final int TEXTS = 1_200;
  private static final int TEXT_LENGTH = 1_000;

  /** The two encodings, each with its pattern as its makers publish it. */
  enum Which {
    CL100K(
        EncodingType.CL100K_BASE,
        "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}"
            + "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+") {
      @Override
      BpeTokenizer tokenizer() {
        return BpeTokenizer.cl100k();
      }

      @Override
      Splitter splitter() {
        return new Cl100kSplitter(new CharClasses());
      }
    },
    O200K(
        EncodingType.O200K_BASE,
        "[^\\r"
            + "\\n"
            + "\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]*[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?|[^\\r"
            + "\\n"
            + "\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]+[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?|\\p{N}{1,3}|"
            + " ?[^\\s\\p{L}\\p{N}]+[\\r"
            + "\\n"
            + "/]*|\\s*[\\r"
            + "\\n"
            + "]+|\\s+(?!\\S)|\\s+") {
      @Override
      BpeTokenizer tokenizer() {
        return BpeTokenizer.o200k();
      }

      @Override
      Splitter splitter() {
        return new O200kSplitter(new CharClasses());
      }
    };

    final EncodingType type;
    final Pattern pattern;

    Which(EncodingType type, String pattern) {
      this.type = type;
      this.pattern = Pattern.compile(pattern, Pattern.UNICODE_CHARACTER_CLASS);
    }

    abstract BpeTokenizer tokenizer();

    abstract Splitter splitter();

    Encoding reference() {
      return Encodings.newLazyEncodingRegistry().getEncoding(type);
    }
  }

  private static int[] encode(Tokenizer tokenizer, String text) {
    var ids = new TokenBuffer();
    tokenizer.encoder().encode(text, ids);
    return ids.toArray();
  }

  @Test
  void givenKnownTexts_whenEncoded_thenAsTheEncodingsDefine() {
    assertThat(encode(BpeTokenizer.cl100k(), "")).isEmpty();
    assertThat(encode(BpeTokenizer.cl100k(), "hello world")).containsExactly(15339, 1917);
    assertThat(encode(BpeTokenizer.cl100k(), "tiktoken is great!"))
        .containsExactly(83, 1609, 5963, 374, 2294, 0);
    assertThat(encode(BpeTokenizer.o200k(), "hello world")).containsExactly(24912, 2375);
  }

  @ParameterizedTest
  @EnumSource
  void givenTextOfAllScripts_whenEncoded_thenAsJtokkitAndBackToTheText(Which which) {
    Encoding reference = which.reference();
    BpeTokenizer tokenizer = which.tokenizer();
    Tokenizer.Encoder encoder = tokenizer.encoder();
    var ids = new TokenBuffer();
    for (int seed = 0; seed < TEXTS; seed++) {
      String text = Scripts.text(new Random(seed), TEXT_LENGTH);

      ids.clear();
      encoder.encode(text, ids);

      assertThat(ids.toArray())
          .as("seed %s", seed)
          .isEqualTo(reference.encodeOrdinary(text).toArray());
      assertThat(tokenizer.decode(ids.ids(), 0, ids.size())).as("seed %s", seed).isEqualTo(text);
    }
  }

  @ParameterizedTest
  @EnumSource
  void givenTextOfAllScripts_whenSplit_thenAsThePattern(Which which) {
    Splitter splitter = which.splitter();
    for (int seed = 0; seed < TEXTS; seed++) {
      String text = Scripts.text(new Random(-seed), TEXT_LENGTH);
      byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);

      List<String> pieces = new ArrayList<>();
      for (int at = 0; at < utf8.length; ) {
        int end = splitter.next(utf8, at, utf8.length);
        pieces.add(new String(utf8, at, end - at, StandardCharsets.UTF_8));
        at = end;
      }

      List<String> expected = new ArrayList<>();
      Matcher matcher = which.pattern.matcher(text);
      while (matcher.find()) {
        expected.add(matcher.group());
      }
      assertThat(pieces).as("seed %s", seed).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @EnumSource
  void givenEachCharacter_whenEncodedBetweenOthers_thenAsJtokkit(Which which) {
    Encoding reference = which.reference();
    Tokenizer.Encoder encoder = which.tokenizer().encoder();
    var ids = new TokenBuffer();
    for (int from = 0; from < Character.MAX_CODE_POINT; from += TEXT_LENGTH) {
      var text = new StringBuilder();
      for (int point = from; point < from + TEXT_LENGTH; point++) {
        if (Character.isValidCodePoint(point) && Character.getType(point) != Character.SURROGATE) {
          text.append(" a").appendCodePoint(point).append('B').appendCodePoint(point);
        }
      }

      ids.clear();
      encoder.encode(text.toString(), ids);

      assertThat(ids.toArray())
          .as("from %s", from)
          .isEqualTo(reference.encodeOrdinary(text.toString()).toArray());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 127, 128, 129, 130, 1_000, 5_000})
  void givenLongPieces_whenMergedByHeapOrInRow_thenAsJtokkit(int length) {
    var random = new Random(length);
    Encoding reference = Which.CL100K.reference();
    Tokenizer tokenizer = BpeTokenizer.cl100k();
    for (int alphabet : new int[] {1, 2, 3, 26}) {
      var text = new StringBuilder();
      for (int i = 0; i < length; i++) {
        text.append((char) ('a' + random.nextInt(alphabet)));
      }

      assertThat(encode(tokenizer, text.toString()))
          .isEqualTo(reference.encodeOrdinary(text.toString()).toArray());
    }
  }

  @Test
  void givenLongestDocumentOfOnePiece_whenEncoded_thenInTime() {
    for (String unit : List.of("a", " ", "=", "\u4f60")) {
      int[] ids =
          assertTimeoutPreemptively(
              Duration.ofSeconds(30), () -> encode(BpeTokenizer.cl100k(), unit.repeat(1 << 20)));
      assertThat(ids).isNotEmpty();
    }
  }

  @Test
  void givenTokenizers_whenAskedWhoTheyAre_thenNoTwoAreTheSame() {
    Tokenizer cl100k = BpeTokenizer.cl100k();
    Tokenizer o200k = BpeTokenizer.o200k();

    assertThat(cl100k.definitionHash())
        .hasSize(64)
        .isEqualTo(BpeTokenizer.cl100k().definitionHash())
        .isNotEqualTo(o200k.definitionHash());
    assertThat(cl100k.endOfDocument()).isEqualTo(100_257).isLessThan(cl100k.vocabularySize());
    assertThat(cl100k.decode(new int[] {15339, 100_257}, 0, 2)).isEqualTo("hello<|endoftext|>");
    assertThat(encode(cl100k, "<|endoftext|>")).hasSizeGreaterThan(1);
    assertThat(o200k.endOfDocument()).isEqualTo(199_999).isLessThan(o200k.vocabularySize());
  }
}
