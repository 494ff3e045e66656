// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.recipe;

import io.millrace.corpus.rule.DocumentJudge;
import io.millrace.corpus.rule.Judgement;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Measures how fast one thread judges the texts below a folder: {@code RulesBench FOLDER
 * [SECONDS]}. A program, not a test; prints MB of UTF-8 per CPU second of the thread, so that a
 * busy machine does not matter much, and what was refused by which rule, for recipes that differ in
 * what is switched on.
 */
final class RulesBench {
  private static final long BYTES_MAX = 64L << 20;

  private RulesBench() {}

  /** Runs the measurement. */
  public static void main(String[] args) throws IOException {
    List<String> texts = read(Path.of(args[0]));
    long bytes =
        texts.stream().mapToLong(text -> text.getBytes(StandardCharsets.UTF_8).length).sum();
    int seconds = args.length > 1 ? Integer.parseInt(args[1]) : 5;
    System.out.printf("%d texts, %.1f MB%n", texts.size(), bytes / 1e6);
    var models = new RuleModels();
    Map<String, String> recipes = new TreeMap<>();
    recipes.put("1 default", "");
    recipes.put("2 no language", "language.model = off");
    recipes.put("3 no language, no pii", "language.model = off, pii.enabled = false");
    recipes.put("4 lines only", "preset = none, c4.enabled = true, language.model = off");
    recipes.put("5 reading only", "preset = none, language.model = off");
    recipes.put("6 pii only", "preset = none, language.model = off, pii.enabled = true");
    recipes.put("7 language only", "preset = none");
    recipes.put("8 technical", "preset = technical");
    recipes.forEach(
        (name, overrides) ->
            measure(name, Recipe.parse(overrides).judge(models), texts, bytes, seconds));
  }

  private static void measure(
      String name, DocumentJudge judge, List<String> texts, long bytes, int seconds) {
    pass(judge, texts);
    pass(judge, texts);
    long passes = 0;
    long start = cpuNanos();
    Map<String, Integer> refused = Map.of();
    do {
      refused = pass(judge, texts);
      passes++;
    } while (cpuNanos() - start < seconds * 1_000_000_000L);
    double nanos = cpuNanos() - start;
    System.out.printf(
        "%-24s %7.1f MB/s %8.1f us a text, refused %s%n",
        name, passes * bytes * 1e3 / nanos, nanos / 1e3 / passes / texts.size(), refused);
  }

  private static long cpuNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static Map<String, Integer> pass(DocumentJudge judge, List<String> texts) {
    var refused = new TreeMap<String, Integer>();
    for (String text : texts) {
      Judgement judgement = judge.judge(text);
      judgement
          .refusal()
          .ifPresent(refusal -> refused.merge(refusal.rule().name(), 1, Integer::sum));
    }
    return refused;
  }

  private static List<String> read(Path folder) throws IOException {
    var texts = new ArrayList<String>();
    long total = 0;
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        String text = new String(bytes(file), StandardCharsets.UTF_8);
        if (total < BYTES_MAX && !text.isBlank() && text.length() < 1_000_000) {
          texts.add(text);
          total += text.length();
        }
      }
    }
    return texts;
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
