// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.docs.tutorial;

import io.millrace.EmbeddedSettings;
import io.millrace.Millrace;
import io.millrace.v1.Result;
import io.millrace.v1.ScanRequest;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;

/** Runs the job inside this JVM; over an embedded Cassandra if given a folder for it. */
public final class WordsApp {
  private WordsApp() {}

  public static void main(String[] args) {
    EmbeddedSettings settings = EmbeddedSettings.of(new Words().job());
    if (args.length > 0) {
      settings = settings.withEmbeddedCassandra(Path.of(args[0]));
    }
    try (var millrace = Millrace.embedded(settings)) {
      run(millrace, System.out);
    }
  }

  static void run(Millrace millrace, PrintStream out) {
    out.println("to, before: " + millrace.get("words", "to").map(WordsApp::text).orElse("never"));
    long before;
    try (var counts = millrace.scan("words")) {
      before = counts.count();
    }

    // A receipt says: durable, and in effect. The six words follow on their own.
    List.of(
            millrace.submit("words", "doc-1", "To be or"),
            millrace.submit("words", "doc-2", "not to be."))
        .forEach(receipt -> receipt.toCompletableFuture().join());

    // The last stage has one result for each word: read until the six new ones are there.
    var newest = new TreeMap<String, String>();
    try (var counts = millrace.tail("words")) {
      counts.limit(before + 6).forEach(r -> newest.put(r.getKey().toStringUtf8(), text(r)));
    }
    out.println("counts: " + newest);

    // The first stage has results, too: those that do not travel on.
    var lengths = new TreeMap<String, String>();
    var request =
        ScanRequest.newBuilder().setJob("words").setStage("split").setTag("length").build();
    millrace
        .client()
        .resultStreams()
        .scan(request)
        .forEachRemaining(
            page ->
                page.getResultsList()
                    .forEach(r -> lengths.put(r.getKey().toStringUtf8(), text(r))));
    out.println("lengths: " + lengths);
  }

  private static String text(Result result) {
    return result.getValue().toStringUtf8();
  }
}
