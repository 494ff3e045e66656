// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.counter;

import com.google.protobuf.ByteString;
import io.millrace.EmbeddedSettings;
import io.millrace.Millrace;
import io.millrace.processor.Effect;
import io.millrace.processor.Job;
import io.millrace.v1.Receipt;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

/** Counts its arguments, and goes on counting when it is run again. */
public final class WordCounter {
  static final Job COUNTS =
      Job.of(
          "counts",
          () ->
              (record, context) -> {
                long before = context.state().map(s -> Long.parseLong(s.toStringUtf8())).orElse(0L);
                ByteString count = ByteString.copyFromUtf8(Long.toString(before + 1));
                return Effect.builder().setState(count).emit(count).build();
              });

  private WordCounter() {}

  /**
   * Words to count; {@code --memory} first: keep nothing, or {@code --data FOLDER}: keep it there.
   */
  public static void main(String[] args) {
    boolean memory = args.length > 0 && args[0].equals("--memory");
    boolean folder = args.length > 1 && args[0].equals("--data");
    String[] words = Arrays.copyOfRange(args, memory ? 1 : folder ? 2 : 0, args.length);
    Path data = Path.of(folder ? args[1] : ".millrace/word-counter");
    EmbeddedSettings settings = EmbeddedSettings.of(COUNTS);
    try (var millrace =
        Millrace.embedded(memory ? settings : settings.withEmbeddedCassandra(data))) {
      Stream<CompletionStage<Receipt>> sent =
          Arrays.stream(words).map(word -> millrace.submit("counts", word, ""));
      sent.toList()
          .forEach(receipt -> receipt.toCompletableFuture().join()); // durable from here on
      for (String word : new TreeSet<>(Arrays.asList(words))) {
        millrace
            .get("counts", word)
            .ifPresent(result -> System.out.println(word + " " + result.getValue().toStringUtf8()));
      }
    }
  }
}
