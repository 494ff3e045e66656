// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.token;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Any {@code tokenizer.json}, through DJL and the native library of Hugging Face's tokenizers,
 * which lies in DJL's jar for Linux (x86-64, ARM), macOS (ARM) and Windows, and which DJL unpacks
 * to {@code ~/.djl.ai} or {@code DJL_CACHE_DIR}. Nothing is downloaded. Thread-safe.
 */
final class TokenizerJson implements Tokenizer {
  /** How tokenizers commonly call the end of a document, the likeliest first. */
  static final List<String> KNOWN_ENDS =
      List.of("<|endoftext|>", "<|end_of_text|>", "</s>", "<eos>", "<|eot_id|>", "[SEP]");

  private static final String VERSION = "tokenizer.json 1";

  /** Where patterns differ: case, contractions, digits, spaces, line ends, marks, scripts. */
  private static final String SAMPLE =
      "It's  THEY'LL we'Ve HTMLParser getXMLid 1234567 a1b22 \t\ttab\r\n\r\n  indented\n\n\n"
          + " e\u0301\u0308 E\u0301cole \u00a0\u3000\u00fcber \u0391\u03b8\u03ae\u03bd\u03b1"
          + " \u041c\u043e\u0441\u043a\u0432\u0430 \u4f60\u597d\u4e16\u754c"
          + " \u0928\u092e\u0938\u094d\u0924\u0947 \u0e2a\u0e27\u0e31\u0e2a \u00bd\u2167\u0665"
          + " \ud83d\ude00 ...!?// /path/\n ==== (x) 'quoted' \u2019s ' s   ";

  private final String name;
  private final HuggingFaceTokenizer tokenizer;
  private final String definitionHash;
  private final int vocabularySize;
  private final int endOfDocument;

  /** Texts that would become special tokens. */
  private final List<String> special;

  private final BitSet specialIds = new BitSet();
  private final Optional<ByteLevelBpe> own;

  private TokenizerJson(String name, byte[] json, Definition definition, String end)
      throws IOException {
    this.name = name;
    // DJL otherwise asks the network who runs it.
    System.setProperty("ai.djl.offline", "true");
    this.tokenizer =
        HuggingFaceTokenizer.newInstance(
            new ByteArrayInputStream(json),
            Map.of("addSpecialTokens", "false", "truncation", "false", "padding", "false"));
    this.special = List.copyOf(definition.special);
    special.forEach(token -> specialIds.set(idOf(token, definition)));
    this.endOfDocument = idOf(end, definition);
    specialIds.set(endOfDocument);
    this.vocabularySize = Math.max(definition.vocabularySize, specialIds.length());
    this.own = definition.own.filter(this::agrees);
    this.definitionHash =
        Hashes.sha256Hex(
            digest -> {
              digest.update((VERSION + " " + endOfDocument).getBytes(StandardCharsets.UTF_8));
              digest.update(json);
              own.ifPresent(bpe -> bpe.hash(digest));
            });
  }

  /** The id that the library gives an added token, which need not be the one in the file. */
  private int idOf(String token, Definition definition) {
    long[] ids = tokenizer.encode(token, false, false).getIds();
    return ids.length == 1 ? (int) ids[0] : definition.tokens.getOrDefault(token, 0);
  }

  /** Whether our own encoding of a sample is the native library's. */
  private boolean agrees(ByteLevelBpe bpe) {
    var ours = new TokenBuffer();
    var theirs = new TokenBuffer();
    bpe.encoder(this::encode).encode(SAMPLE, ours);
    encode(SAMPLE, theirs);
    return Arrays.equals(ours.toArray(), theirs.toArray());
  }

  /** Whether texts are encoded here rather than by the native library. */
  boolean isFast() {
    return own.isPresent();
  }

  /**
   * Loads a tokenizer.
   *
   * @param file a {@code tokenizer.json}
   * @param end the token that ends a document; empty to take the first of {@link #KNOWN_ENDS} that
   *     it has
   * @throws MillraceException NOT_FOUND no such file; CALLER it is no tokenizer, or has no such
   *     token
   */
  static TokenizerJson load(Path file, Optional<String> end) throws IOException {
    byte[] json;
    try {
      json = Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw MillraceException.of(Kind.NOT_FOUND, "no such tokenizer", e)
          .with("file", file)
          .with("expected", "a tokenizer.json, or " + Tokenizers.NAMES);
    }
    Definition definition = Definition.of(file, json);
    String endToken = definition.end(file, end);
    try {
      return new TokenizerJson(
          String.valueOf(file.toAbsolutePath().getFileName()), json, definition, endToken);
    } catch (RuntimeException e) {
      throw MillraceException.of(Kind.CALLER, "tokenizer cannot be loaded", e)
          .with("file", file)
          .with("problem", e.getMessage())
          .with("expected", "a tokenizer.json of Hugging Face's tokenizers");
    }
  }

  /** What is read of the file here: DJL does not tell. */
  private static final class Definition {
    private final List<String> special = new ArrayList<>();
    private final Map<String, Integer> tokens = new LinkedHashMap<>();
    private int vocabularySize;
    private Optional<ByteLevelBpe> own = Optional.empty();

    static Definition of(Path file, byte[] json) throws IOException {
      JsonNode root;
      try {
        root = new ObjectMapper().readTree(json);
      } catch (JsonProcessingException e) {
        throw MillraceException.of(Kind.CALLER, "tokenizer is no JSON", e).with("file", file);
      }
      var definition = new Definition();
      definition.own = ByteLevelBpe.of(root);
      JsonNode vocabulary = root.path("model").path("vocab");
      if (vocabulary.isArray()) {
        for (int id = 0; id < vocabulary.size(); id++) {
          definition.token(vocabulary.path(id).path(0).asText(), id);
        }
      }
      vocabulary.properties().forEach(e -> definition.token(e.getKey(), e.getValue().asInt()));
      for (JsonNode added : root.path("added_tokens")) {
        String content = added.path("content").asText();
        definition.tokens.putIfAbsent(content, added.path("id").asInt());
        if (added.path("special").asBoolean()) {
          definition.special.add(content);
        }
      }
      return definition;
    }

    private void token(String content, int id) {
      tokens.put(content, id);
      vocabularySize = Math.max(vocabularySize, id + 1);
    }

    String end(Path file, Optional<String> wanted) {
      List<String> names = wanted.map(List::of).orElse(KNOWN_ENDS);
      for (String name : names) {
        if (tokens.containsKey(name)) {
          return name;
        }
      }
      throw MillraceException.of(Kind.CALLER, "tokenizer has no token for the end of a document")
          .with("file", file)
          .with("tried", names)
          .with("expected", "--end-of-document with one of its tokens");
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int vocabularySize() {
    return vocabularySize;
  }

  @Override
  public String definitionHash() {
    return definitionHash;
  }

  @Override
  public int endOfDocument() {
    return endOfDocument;
  }

  @Override
  public Encoder encoder() {
    return own.map(bpe -> bpe.encoder(this::encode)).orElse(this::encode);
  }

  private void encode(String text, TokenBuffer into) {
    int before = into.size();
    append(text, into);
    for (int i = before; i < into.size(); i++) {
      if (specialIds.get(into.ids()[i])) {
        into.truncate(before);
        cut(text).forEach(part -> append(part, into));
        checkPlain(into, before);
        return;
      }
    }
  }

  private void append(String text, TokenBuffer into) {
    for (long id : tokenizer.encode(text, false, false).getIds()) {
      into.add((int) id);
    }
  }

  /** Cuts what looks like special tokens behind its first character, so that it stays text. */
  private List<String> cut(String text) {
    var ends = new BitSet();
    for (String token : special) {
      for (int at = text.indexOf(token); at >= 0; at = text.indexOf(token, at + 1)) {
        ends.set(text.offsetByCodePoints(at, 1));
      }
    }
    var parts = new ArrayList<String>();
    int from = 0;
    for (int end = ends.nextSetBit(0); end >= 0; end = ends.nextSetBit(end + 1)) {
      parts.add(text.substring(from, end));
      from = end;
    }
    parts.add(text.substring(from));
    return parts;
  }

  private void checkPlain(TokenBuffer ids, int from) {
    for (int i = from; i < ids.size(); i++) {
      if (ids.ids()[i] == endOfDocument) {
        throw MillraceException.of(Kind.CALLER, "text becomes the token that ends a document")
            .with("tokenizer", name)
            .with("id", endOfDocument)
            .with("expected", "--end-of-document with a token that no text becomes");
      }
    }
  }

  @Override
  public String decode(int[] ids, int from, int to) {
    var longs = new long[to - from];
    for (int i = from; i < to; i++) {
      longs[i - from] = ids[i];
    }
    return tokenizer.decode(longs, false);
  }

  @Override
  public void close() {
    tokenizer.close();
  }
}
