// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.suite.dedup;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.millrace.corpus.read.Document;
import io.millrace.corpus.read.DocumentReader;
import io.millrace.corpus.read.DocumentVisitor;
import io.millrace.corpus.read.Problem;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * As many documents as one likes, made of real texts: each is one of them with a share of its words
 * replaced by words of all texts, each as often as it occurs there, so that two of one origin share
 * few runs of five words. A share of the documents repeats an earlier one but for every hundredth
 * word. Equal arguments give equal documents. Immutable.
 */
public final class MadeTexts {
  /** Share of words that differ from the text that a document was made of. */
  private static final double REPLACED = 0.4;

  /** The same between a document and its near duplicate. */
  private static final double REPLACED_NEAR = 0.01;

  private static final int CHARACTERS_MIN = 200;
  private static final int CHARACTERS_MAX = 16 << 10;
  private static final long ORIGIN_CHARACTERS_MAX = 32L << 20;
  private static final int WORDS_MAX = 1 << 20;
  private static final Pattern WORD = Pattern.compile("\\p{L}{2,30}");

  private final List<String> origins;
  private final List<String> words;
  private final double nearShare;

  private MadeTexts(List<String> origins, List<String> words, double nearShare) {
    this.origins = List.copyOf(origins);
    this.words = List.copyOf(words);
    this.nearShare = nearShare;
  }

  /**
   * Made of all documents in files and folders, each of 200 characters at least, and of its first
   * 16,384.
   *
   * @param nearShare of the documents that repeat another one nearly. Range: 0 to below 1
   * @throws IllegalArgumentException if there is no text
   */
  public static MadeTexts of(List<Path> inputs, double nearShare) {
    var found = new Origins();
    DocumentReader.of(inputs).read(found);
    if (found.words.isEmpty()) {
      throw new IllegalArgumentException(
          "input: " + inputs + " (expected: texts of " + CHARACTERS_MIN + " characters and more)");
    }
    return new MadeTexts(found.origins, found.words, nearShare);
  }

  private static final class Origins implements DocumentVisitor {
    private final List<String> origins = new ArrayList<>();
    private final List<String> words = new ArrayList<>();
    private long characters;

    @Override
    public void onDocument(Document document) {
      String text = document.text();
      if (text.length() < CHARACTERS_MIN || characters > ORIGIN_CHARACTERS_MAX) {
        return;
      }
      String origin = text.substring(0, Math.min(CHARACTERS_MAX, text.length()));
      Matcher matcher = WORD.matcher(origin);
      while (words.size() < WORDS_MAX && matcher.find()) {
        words.add(matcher.group());
      }
      origins.add(origin);
      characters += origin.length();
    }

    @Override
    public void onProblem(Problem problem) {
      // Texts are taken as far as they can be read; what is measured is what was made of them.
    }

    @Override
    public void onIgnored() {}
  }

  /** How many texts documents are made of. */
  public int origins() {
    return origins.size();
  }

  /** Whether a document repeats an earlier one nearly. */
  public boolean isNear(long seed, int index) {
    return index > 0 && random(seed, index, 1).nextDouble() < nearShare;
  }

  /**
   * A document.
   *
   * @param seed other seeds give other documents
   * @param index from 0
   */
  public String text(long seed, int index) {
    if (!isNear(seed, index)) {
      String origin = origins.get(index % origins.size());
      return replaced(origin, REPLACED, random(seed, index, 2));
    }
    SplittableRandom random = random(seed, index, 3);
    int original = random.nextInt(index);
    while (isNear(seed, original)) {
      original--;
    }
    return replaced(text(seed, original), REPLACED_NEAR, random);
  }

  private String replaced(String text, double share, SplittableRandom random) {
    var made = new StringBuilder(text.length() + text.length() / 8);
    Matcher matcher = WORD.matcher(text);
    int done = 0;
    while (matcher.find()) {
      if (random.nextDouble() < share) {
        made.append(text, done, matcher.start());
        made.append(words.get(random.nextInt(words.size())));
        done = matcher.end();
      }
    }
    return made.append(text, done, text.length()).toString();
  }

  private static SplittableRandom random(long seed, int index, int what) {
    return new SplittableRandom((seed << 40) ^ ((long) index << 2) ^ what);
  }

  /** Writes documents 0 to count - 1 as JSON lines. */
  public void write(Path file, long seed, int count) throws IOException {
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16);
        JsonGenerator json = new JsonFactory().createGenerator(out)) {
      json.setRootValueSeparator(null);
      for (int i = 0; i < count; i++) {
        json.writeStartObject();
        json.writeStringField("id", seed + "-" + i);
        json.writeStringField("text", text(seed, i));
        json.writeEndObject();
        json.writeRaw('\n');
      }
    }
  }
}
