// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.knuddels.jtokkit.Encodings;
import io.millrace.model.MillraceException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenizerJsonTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;

  TokenizerJsonTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private static int[] encode(Tokenizer tokenizer, String text) {
    var ids = new TokenBuffer();
    tokenizer.encoder().encode(text, ids);
    return ids.toArray();
  }

  /** Bytes as characters, the way byte-level tokenizers write them down. */
  private static String letters(byte[] bytes) {
    var text = new StringBuilder();
    for (byte b : bytes) {
      int code = b & 0xFF;
      boolean plain =
          (code >= '!' && code <= '~')
              || (code >= 0xA1 && code <= 0xAC)
              || (code >= 0xAE && code <= 0xFF);
      text.append((char) (plain ? code : 0x100 + hidden(code)));
    }
    return text.toString();
  }

  /** Which of the bytes that are not plain it is. */
  private static int hidden(int code) {
    return code <= ' ' ? code : code == 0xAD ? 67 : code - 0x7F + 33;
  }

  /** A tokenizer.json of the model with these tokens and merges, and a token for the end. */
  private Path file(ObjectNode vocabulary, ArrayNode merges, String pattern, int end)
      throws IOException {
    return write(json(vocabulary, merges, pattern, end));
  }

  private Path write(ObjectNode root) throws IOException {
    Path file = folder.resolve("tokenizer.json");
    Files.write(file, JSON.writeValueAsBytes(root));
    return file;
  }

  private static ObjectNode json(ObjectNode vocabulary, ArrayNode merges, String pattern, int end) {
    ObjectNode root = JSON.createObjectNode().put("version", "1.0");
    root.putArray("added_tokens")
        .addObject()
        .put("id", end)
        .put("content", "<|endoftext|>")
        .put("single_word", false)
        .put("lstrip", false)
        .put("rstrip", false)
        .put("normalized", false)
        .put("special", true);
    root.putNull("normalizer");
    ArrayNode steps =
        root.putObject("pre_tokenizer").put("type", "Sequence").putArray("pretokenizers");
    ObjectNode split =
        steps.addObject().put("type", "Split").put("behavior", "Isolated").put("invert", false);
    split.putObject("pattern").put("Regex", pattern);
    steps
        .addObject()
        .put("type", "ByteLevel")
        .put("add_prefix_space", false)
        .put("trim_offsets", true)
        .put("use_regex", false);
    root.putObject("decoder")
        .put("type", "ByteLevel")
        .put("add_prefix_space", false)
        .put("trim_offsets", true)
        .put("use_regex", false);
    ObjectNode model = root.putObject("model").put("type", "BPE").put("ignore_merges", false);
    model.set("vocab", vocabulary);
    model.set("merges", merges);
    return root;
  }

  private static final String CL100K =
      "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}"
          + "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";

  private static final int ALL = Integer.MAX_VALUE;

  /** Enough for a test, and quick to load. */
  private static final int SOME = 16_000;

  private static ObjectNode cl100k(String pattern) throws IOException {
    return cl100k(pattern, SOME);
  }

  /** The first tokens of cl100k_base: each one's merge is the last of its own encoding. */
  private static ObjectNode cl100k(String pattern, int count) throws IOException {
    byte[] lines;
    try (var in = Encodings.class.getResourceAsStream("cl100k_base.tiktoken")) {
      lines = in.readAllBytes();
    }
    ObjectNode vocabulary = JSON.createObjectNode();
    ArrayNode merges = JSON.createArrayNode();
    Map<String, Integer> ranks = new HashMap<>();
    for (String line : new String(lines, StandardCharsets.US_ASCII).split("\n")) {
      if (ranks.size() == count) {
        break;
      }
      String[] parts = line.split(" ");
      byte[] token = Base64.getDecoder().decode(parts[0]);
      String text = new String(token, StandardCharsets.ISO_8859_1);
      int rank = Integer.parseInt(parts[1]);
      if (token.length > 1) {
        merges.add(merge(ranks, text));
      }
      ranks.put(text, rank);
      vocabulary.put(letters(token), rank);
    }
    return json(vocabulary, merges, pattern, ranks.size());
  }

  /** The two parts that merging by the tokens before it leaves of a token. */
  private static ArrayNode merge(Map<String, Integer> ranks, String token) {
    var parts = new java.util.ArrayList<String>();
    for (int i = 0; i < token.length(); i++) {
      parts.add(token.substring(i, i + 1));
    }
    while (parts.size() > 2) {
      int at = 0;
      int lowest = Integer.MAX_VALUE;
      for (int i = 0; i + 1 < parts.size(); i++) {
        int rank = ranks.getOrDefault(parts.get(i) + parts.get(i + 1), Integer.MAX_VALUE);
        if (rank < lowest) {
          lowest = rank;
          at = i;
        }
      }
      parts.set(at, parts.get(at) + parts.remove(at + 1));
    }
    return JSON.createArrayNode()
        .add(letters(parts.get(0).getBytes(StandardCharsets.ISO_8859_1)))
        .add(letters(parts.get(1).getBytes(StandardCharsets.ISO_8859_1)));
  }

  /** The same, which only the native library takes, since it has a step more that does nothing. */
  private static ObjectNode forTheLibrary(ObjectNode root) {
    ObjectNode other = root.deepCopy();
    other.putObject("normalizer").put("type", "Sequence").putArray("normalizers");
    return other;
  }

  private TokenizerJson load(ObjectNode root) throws IOException {
    return TokenizerJson.load(write(root), Optional.empty());
  }

  /** Both ways to encode, over text of all scripts. */
  private void assertBothTheSame(ObjectNode root) throws IOException {
    try (TokenizerJson own = load(root);
        TokenizerJson library = load(forTheLibrary(root))) {
      assertThat(own.isFast()).isTrue();
      assertThat(library.isFast()).isFalse();
      assertThat(own.definitionHash()).isNotEqualTo(library.definitionHash());
      for (int seed = 0; seed < 200; seed++) {
        String text = knownToBoth(Scripts.text(new Random(seed), 1_000));

        int[] ids = encode(own, text);

        assertThat(ids).as("seed %s", seed).isEqualTo(encode(library, text));
        assertThat(own.decode(ids, 0, ids.length)).isEqualTo(text);
      }
    }
  }

  @Test
  void givenCl100kAsAFile_whenEncodedByTheNativeLibrary_thenAsOurOwn() throws IOException {
    BpeTokenizer builtIn = BpeTokenizer.cl100k();
    try (TokenizerJson library = load(forTheLibrary(cl100k(CL100K, ALL)))) {
      for (int seed = 0; seed < 100; seed++) {
        String text = knownToBoth(Scripts.text(new Random(seed), 1_000));

        int[] ids = encode(library, text);

        assertThat(ids).as("seed %s", seed).isEqualTo(encode(builtIn, text));
        assertThat(library.decode(ids, 0, ids.length)).isEqualTo(text);
      }
      assertThat(library.endOfDocument()).isEqualTo(100_256);
      assertThat(library.vocabularySize()).isEqualTo(100_257);
      assertThat(library.definitionHash()).hasSize(64);
      assertThat(library.name()).isEqualTo("tokenizer.json");
    }
  }

  @Test
  void givenPatternsThatAreKnown_whenEncoded_thenAsTheNativeLibrary() throws IOException {
    assertBothTheSame(cl100k(CL100K));
    assertBothTheSame(cl100k(CL100K.replace("{1,3}", "")));
    assertBothTheSame(cl100k(O200kSplitter.PATTERN));
    ObjectNode gpt2 = cl100k("");
    gpt2.putObject("pre_tokenizer")
        .put("type", "ByteLevel")
        .put("add_prefix_space", false)
        .put("trim_offsets", true)
        .put("use_regex", true);
    assertBothTheSame(gpt2);
  }

  @Test
  void givenOtherIdsThanRanks_whenEncoded_thenAsTheNativeLibrary() throws IOException {
    ObjectNode root = cl100k(CL100K);
    ObjectNode vocabulary = JSON.createObjectNode();
    root.path("model")
        .path("vocab")
        .properties()
        .forEach(e -> vocabulary.put(e.getKey(), SOME - 1 - e.getValue().asInt()));
    ((ObjectNode) root.path("model")).set("vocab", vocabulary);

    assertBothTheSame(root);
  }

  @Test
  void givenAddedTokenThatIsNotSpecial_whenEncoded_thenFoundInTextAsTheLibraryDoes()
      throws IOException {
    ObjectNode root = cl100k(CL100K);
    ((ArrayNode) root.path("added_tokens"))
        .addObject()
        .put("id", SOME + 1)
        .put("content", "<tool>")
        .put("single_word", false)
        .put("lstrip", false)
        .put("rstrip", false)
        .put("normalized", false)
        .put("special", false);
    try (TokenizerJson tokenizer = load(root)) {
      assertThat(tokenizer.isFast()).isTrue();
      assertThat(encode(tokenizer, "hello<tool>hello")).containsExactly(15339, SOME + 1, 15339);
      assertThat(encode(tokenizer, "hello world")).containsExactly(15339, 1917);
    }
  }

  @Test
  void givenNfc_whenEncoded_thenComposedFirst() throws IOException {
    ObjectNode root = cl100k(CL100K);
    root.putObject("normalizer").put("type", "NFC");
    try (TokenizerJson tokenizer = load(root)) {
      assertThat(tokenizer.isFast()).isTrue();
      int[] ids = encode(tokenizer, "e\u0301t\u00e9");

      assertThat(ids).isEqualTo(encode(tokenizer, "\u00e9t\u00e9"));
      assertThat(tokenizer.decode(ids, 0, ids.length)).isEqualTo("\u00e9t\u00e9");
    }
  }

  @Test
  void givenWhatIsNotKnownHere_whenLoaded_thenLeftToTheLibrary() throws IOException {
    ObjectNode root = cl100k(CL100K);
    ObjectNode lower = root.deepCopy();
    lower.putObject("normalizer").put("type", "Lowercase");
    ObjectNode pattern = cl100k("\\s?\\S+|\\s+");
    ObjectNode dropout = root.deepCopy();
    ((ObjectNode) dropout.path("model")).put("dropout", 0.0);
    ObjectNode order = root.deepCopy();
    ArrayNode merges = (ArrayNode) order.path("model").path("merges");
    merges.add(merges.get(0));

    for (ObjectNode other : java.util.List.of(lower, pattern, dropout, order)) {
      try (TokenizerJson tokenizer = load(other)) {
        assertThat(tokenizer.isFast()).isFalse();
      }
    }
  }

  /** Without what the two know of another version of Unicode, and what looks special. */
  private static String knownToBoth(String text) {
    return text.replace("<|endoftext|>", "<end>")
        .codePoints()
        .filter(c -> c < 0x3000 && c != '\u017f')
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private Path bytesOnly() throws IOException {
    ObjectNode vocabulary = JSON.createObjectNode();
    for (int b = 0; b < 256; b++) {
      vocabulary.put(letters(new byte[] {(byte) b}), b);
    }
    vocabulary.put("ab", 256);
    vocabulary.put("\u0120t", 257);
    ArrayNode merges = JSON.createArrayNode();
    merges.addArray().add("a").add("b");
    merges.addArray().add("\u0120").add("t");
    return file(vocabulary, merges, "\\s?\\S+|\\s+", 258);
  }

  @Test
  void givenFile_whenEncoded_thenAsItSaysAndLongTextIsNotCut() throws IOException {
    try (Tokenizer tokenizer = TokenizerJson.load(bytesOnly(), Optional.empty())) {
      assertThat(encode(tokenizer, "abc tab")).containsExactly(256, 'c', 257, 256);
      assertThat(encode(tokenizer, "")).isEmpty();
      assertThat(encode(tokenizer, "ab ".repeat(50_000))).hasSize(100_000);
      assertThat(tokenizer.vocabularySize()).isEqualTo(259);
      assertThat(tokenizer.endOfDocument()).isEqualTo(258);
    }
  }

  @Test
  void givenTextThatLooksSpecial_whenEncoded_thenItIsTextLikeAnyOther() throws IOException {
    try (Tokenizer tokenizer = TokenizerJson.load(bytesOnly(), Optional.empty())) {
      String text = "x<|endoftext|>y <|endoftext|><|endoftext|>";

      int[] ids = encode(tokenizer, text);

      assertThat(ids).doesNotContain(258);
      assertThat(tokenizer.decode(ids, 0, ids.length)).isEqualTo(text);
    }
  }

  @Test
  void givenFilesThatAreNone_whenLoaded_thenRefusedWithTheWayOut() throws IOException {
    assertRefused(folder.resolve("missing.json"), Optional.empty(), "no such tokenizer", "o200k");
    assertRefused(Files.writeString(folder.resolve("a.json"), "{"), Optional.empty(), "no JSON");
    assertRefused(
        Files.writeString(folder.resolve("b.json"), "{\"model\":{\"vocab\":{\"</s>\":0}}}"),
        Optional.empty(),
        "cannot be loaded");
    assertRefused(bytesOnly(), Optional.of("<none>"), "<none>", "--end-of-document");
  }

  private static void assertRefused(Path file, Optional<String> end, String... parts) {
    assertThatThrownBy(() -> TokenizerJson.load(file, end))
        .isInstanceOf(MillraceException.class)
        .hasMessageContainingAll(parts);
  }

  @Test
  void givenNames_whenLoaded_thenTheBuiltInOnes() throws IOException {
    for (String name : Tokenizers.NAMES) {
      try (Tokenizer tokenizer = Tokenizers.load(name, Optional.empty())) {
        assertThat(tokenizer.name()).isEqualTo(name);
      }
      assertThatThrownBy(() -> Tokenizers.load(name, Optional.of("</s>")))
          .hasMessageContaining("option does not fit");
    }
  }
}
