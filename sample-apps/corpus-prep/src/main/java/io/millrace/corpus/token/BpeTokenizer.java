// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.token;

import com.knuddels.jtokkit.Encodings;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Scanner;

/**
 * The byte pair encodings {@code cl100k_base} and {@code o200k_base}. The tokens come from
 * jtokkit's files; splitting and merging are done here, byte by byte, which takes a half
 * (cl100k_base) to a seventh (o200k_base) of jtokkit's time: see docs/corpus-prep.md. Gives the ids
 * that jtokkit gives. Thread-safe.
 */
final class BpeTokenizer implements Tokenizer {
  private static final String VERSION = "bpe 1";
  private static final String END_OF_DOCUMENT = "<|endoftext|>";

  private final String name;
  private final Vocabulary vocabulary;
  private final Splitter splitter;
  private final PieceCache merged = new PieceCache();
  private final int vocabularySize;
  private final int endOfDocument;
  private final String definitionHash;

  private BpeTokenizer(
      String name, byte[] ranks, Splitter splitter, int vocabularySize, int endOfDocument) {
    this.name = name;
    this.vocabulary = new Vocabulary(tokens(ranks));
    this.splitter = splitter;
    this.vocabularySize = vocabularySize;
    this.endOfDocument = endOfDocument;
    this.definitionHash =
        Hashes.sha256Hex(
            digest -> {
              digest.update(
                  (VERSION + " " + name + " " + endOfDocument).getBytes(StandardCharsets.UTF_8));
              digest.update(ranks);
              splitter.classes.hash(digest);
            });
  }

  /** {@code cl100k_base}: 100,277 ids, those of text below 100,256. */
  static BpeTokenizer cl100k() {
    var splitter = new Cl100kSplitter(new CharClasses());
    return new BpeTokenizer("cl100k_base", ranks("cl100k_base"), splitter, 100_277, 100_257);
  }

  /** {@code o200k_base}: 200,019 ids, those of text below 199,998. */
  static BpeTokenizer o200k() {
    var splitter = new O200kSplitter(new CharClasses());
    return new BpeTokenizer("o200k_base", ranks("o200k_base"), splitter, 200_019, 199_999);
  }

  private static byte[] ranks(String name) {
    try (InputStream in = Encodings.class.getResourceAsStream(name + ".tiktoken")) {
      if (in == null) {
        throw MillraceException.of(Kind.BUG, "vocabulary is not on the class path")
            .with("vocabulary", name)
            .with("expected", "jtokkit with its resources");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("class path cannot be read", e);
    }
  }

  /** Lines of a token in Base64 and its rank, which counts up from 0. */
  private static List<byte[]> tokens(byte[] ranks) {
    var tokens = new ArrayList<byte[]>();
    var lines = new Scanner(new ByteArrayInputStream(ranks), StandardCharsets.US_ASCII);
    while (lines.hasNext()) {
      tokens.add(Base64.getDecoder().decode(lines.next()));
      int rank = lines.nextInt();
      if (rank != tokens.size() - 1) {
        throw MillraceException.of(Kind.BUG, "ranks have a gap")
            .with("rank", rank)
            .with("expected", tokens.size() - 1);
      }
    }
    return tokens;
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
    return new BpeEncoder(vocabulary, splitter, merged);
  }

  @Override
  public String decode(int[] ids, int from, int to) {
    byte[] end = END_OF_DOCUMENT.getBytes(StandardCharsets.UTF_8);
    int length = 0;
    for (int i = from; i < to; i++) {
      length += ids[i] == endOfDocument ? end.length : vocabulary.length(ids[i]);
    }
    var utf8 = new byte[length];
    int at = 0;
    for (int i = from; i < to; i++) {
      if (ids[i] == endOfDocument) {
        System.arraycopy(end, 0, utf8, at, end.length);
        at += end.length;
      } else {
        at = vocabulary.copy(ids[i], utf8, at);
      }
    }
    return new String(utf8, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {}
}
