// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus;

import io.millrace.corpus.document.DocumentId;
import io.millrace.corpus.near.NearSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;

/**
 * Prints how near what is found comes to the exact answer; for the table in docs. Arguments: files
 * and folders, each a collection; without any, those of {@link RealTexts}.
 */
final class RealTextsMain {
  private static final int MANUALS = 12_000;

  private RealTextsMain() {}

  public static void main(String[] args) {
    List<NearSettings> near = List.of(NearSettings.DEFAULT);
    for (String path : args) {
      report(path, RealTexts.read(List.of(Path.of(path))), near);
    }
    if (args.length == 0) {
      report("jars", RealTexts.jars(), near);
      report("copyright", RealTexts.copyrights(), near);
      report("manuals", RealTexts.manuals(MANUALS), near);
    }
  }

  static void report(String name, List<String> texts, List<NearSettings> all) {
    long bytes =
        texts.stream()
            .mapToLong(t -> t.getBytes(java.nio.charset.StandardCharsets.UTF_8).length)
            .sum();
    long t0 = System.nanoTime();
    var exact = new ExactAnswer(texts, 0.8);
    for (NearSettings near : all) {
      long t1 = System.nanoTime();
      var simulation = new Simulation(near, new Random(1));
      for (int n = 0; n < texts.size(); n++) {
        simulation.add("s", "p" + n, texts.get(n));
      }
      simulation.runInOrder();
      long t2 = System.nanoTime();
      long direct = exact.pairs.keySet().stream().filter(simulation.compared::containsKey).count();
      long together =
          exact.pairs.keySet().stream()
              .filter(p -> simulation.survivor(p.low()).equals(simulation.survivor(p.high())))
              .count();
      long wrong =
          simulation.compared.entrySet().stream()
              .filter(e -> e.getValue() >= near.threshold() && !exact.pairs.containsKey(e.getKey()))
              .count();
      long verified =
          simulation.compared.values().stream().filter(j -> j >= near.threshold()).count();
      Set<Set<DocumentId>> truth = Set.copyOf(exact.clusters().values());
      long same =
          simulation.clusters().values().stream()
              .filter(truth::contains)
              .mapToLong(Set::size)
              .sum();
      long largest = exact.clusters().values().stream().mapToLong(Set::size).max().orElse(0);
      System.out.printf(
          Locale.ROOT,
          near
              + "\n"
              + " %s: docs %d, MB %.2f, exact pairs %d, verified %d, compared>=.5 %d, direct recall"
              + " %.4f, together %.4f, wrong %d, docs in equal clusters %.4f, kept %d (exact %d),"
              + " largest %d, loops %d (%.1f MB), state docs %.2f MB bands %.2f MB, exact %.1f s,"
              + " sim %.1f s%n",
          name,
          texts.size(),
          bytes / 1e6,
          exact.pairs.size(),
          verified,
          simulation.compared.size(),
          (double) direct / Math.max(1, exact.pairs.size()),
          (double) together / Math.max(1, exact.pairs.size()),
          wrong,
          (double) same / texts.size(),
          simulation.clusters().size(),
          truth.size(),
          largest,
          simulation.loops(),
          simulation.loopBytes() / 1e6,
          simulation.stateBytes(DocumentsProcessor.STAGE) / 1e6,
          simulation.stateBytes(BandsProcessor.STAGE) / 1e6,
          (t1 - t0) / 1e9,
          (t2 - t1) / 1e9);
    }
  }
}
