// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.suite;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;

/** A contender whose rounds take as long as it was told, in order; it notes who ran when. */
final class Scripted implements Contender {
  private final String name;
  private final List<String> ran;
  private final Queue<Double> seconds = new ArrayDeque<>();

  /**
   * @param ran gets the name at each round
   */
  Scripted(String name, List<String> ran, double... seconds) {
    this.name = name;
    this.ran = ran;
    for (double one : seconds) {
      this.seconds.add(one);
    }
  }

  static List<Scripted> three(List<String> ran, double... seconds) {
    var all = new ArrayList<Scripted>();
    for (String name : List.of("a", "b", "c")) {
      all.add(new Scripted(name, ran, seconds));
    }
    return all;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Map<String, String> settings() {
    return Map.of("heap", "1 GiB, as all");
  }

  @Override
  public String promises() {
    return name + " promises little";
  }

  @Override
  public boolean takes(Load load) {
    return !load.name().equals("not " + name);
  }

  @Override
  public Measurement round(Load load) throws IOException {
    ran.add(name);
    Double next = seconds.poll();
    if (next == null) {
      throw new IOException("nothing left of " + name + "\nand a second line");
    }
    return Measurement.of(100, next, next / 2).with("p99-ms", next * 10);
  }

  @Override
  public void close() {}
}
