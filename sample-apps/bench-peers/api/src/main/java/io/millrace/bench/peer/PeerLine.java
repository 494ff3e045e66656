// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.peer;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One line between bench and peer: {@code word key=value key=value}. Keys and values are
 * percent-encoded, so they may hold whatever they like.
 *
 * @param word what the line is, such as {@code round}; without space
 * @param values ordered
 */
public record PeerLine(String word, Map<String, String> values) {
  /** From peer: it is up; its settings. */
  public static final String READY = "ready";

  /** To peer: run a round under this load. */
  public static final String ROUND = "round";

  /** From peer: the round's results. */
  public static final String DONE = "done";

  /** From peer: the round failed, and why. */
  public static final String FAILED = "failed";

  /** To peer: end. */
  public static final String CLOSE = "close";

  /** Begins the keys of settings. */
  public static final String SETTING = "setting.";

  /** Begins the keys of figures. */
  public static final String FIGURE = "figure.";

  /** Key of the reason why a round failed. */
  public static final String MESSAGE = "message";

  public PeerLine {
    if (!word.matches("\\S+")) {
      throw new IllegalArgumentException("word: '" + word + "' (expected: one word)");
    }
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /** A line. */
  public static PeerLine of(String word, Map<String, String> values) {
    return new PeerLine(word, values);
  }

  /**
   * The line that was formatted so.
   *
   * @throws IllegalArgumentException if it is none, naming it
   */
  public static PeerLine parse(String line) {
    String[] words = line.trim().split(" +");
    return new PeerLine(words[0], values(List.of(words).subList(1, words.length)));
  }

  /**
   * The values of a program's arguments, each written as in a line.
   *
   * @throws IllegalArgumentException if one is none, naming it
   */
  public static Map<String, String> values(List<String> words) {
    var values = new LinkedHashMap<String, String>();
    for (String word : words) {
      int equals = word.indexOf('=');
      if (equals < 1) {
        throw new IllegalArgumentException("'" + word + "' (expected: key=value)");
      }
      values.put(decode(word.substring(0, equals)), decode(word.substring(equals + 1)));
    }
    return values;
  }

  /** As one line, without its end. */
  public String format() {
    return words().stream()
        .collect(Collectors.joining(" ", word + (values.isEmpty() ? "" : " "), ""));
  }

  /** The values alone, each as in the line. */
  public List<String> words() {
    return values.entrySet().stream()
        .map(value -> encode(value.getKey()) + "=" + encode(value.getValue()))
        .toList();
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
