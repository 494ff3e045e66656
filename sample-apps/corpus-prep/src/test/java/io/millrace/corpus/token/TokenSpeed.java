// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.token;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/**
 * Measures tokenizers on the texts below a folder, on one thread: {@code TokenSpeed FOLDER
 * [SECONDS]}.
 */
final class TokenSpeed {
  private static final long BYTES_MAX = 64L << 20;

  private TokenSpeed() {}

  public static void main(String[] args) throws IOException {
    List<String> texts = texts(Path.of(args[0]));
    long seconds = args.length > 1 ? Long.parseLong(args[1]) : 4;
    long bytes = texts.stream().mapToLong(t -> t.getBytes(StandardCharsets.UTF_8).length).sum();
    System.out.printf("%,d texts, %,d bytes%n", texts.size(), bytes);
    for (BpeTokenizer tokenizer : List.of(BpeTokenizer.cl100k(), BpeTokenizer.o200k())) {
      Tokenizer.Encoder encoder = tokenizer.encoder();
      var ids = new TokenBuffer();
      measure(
          tokenizer.name(),
          texts,
          seconds,
          text -> {
            ids.clear();
            encoder.encode(text, ids);
            return ids.size();
          });
    }
    for (EncodingType type : List.of(EncodingType.CL100K_BASE, EncodingType.O200K_BASE)) {
      Encoding encoding = Encodings.newLazyEncodingRegistry().getEncoding(type);
      measure("jtokkit " + type, texts, seconds, text -> encoding.encodeOrdinary(text).size());
    }
  }

  private static void measure(
      String name, List<String> texts, long seconds, ToIntFunction<String> encode) {
    long warmUntil = System.nanoTime() + seconds * 500_000_000L;
    long until = warmUntil + seconds * 1_000_000_000L;
    long begin = 0;
    long tokens = 0;
    long chars = 0;
    for (int i = 0; ; i = (i + 1) % texts.size()) {
      long now = System.nanoTime();
      if (begin == 0 && now > warmUntil) {
        begin = now;
        tokens = 0;
        chars = 0;
      }
      if (now > until) {
        double took = (now - begin) / 1e9;
        System.out.printf(
            "%-24s %6.1f MB/s  %5.2f million tokens/s  %.2f bytes a token%n",
            name, chars / took / 1e6, tokens / took / 1e6, (double) chars / tokens);
        return;
      }
      String text = texts.get(i);
      tokens += encode.applyAsInt(text);
      chars += text.getBytes(StandardCharsets.UTF_8).length;
    }
  }

  private static List<String> texts(Path folder) throws IOException {
    var texts = new ArrayList<String>();
    long bytes = 0;
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile).sorted()::iterator) {
        if (bytes < BYTES_MAX && Files.size(file) < 1 << 20) {
          texts.add(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
          bytes += Files.size(file);
        }
      }
    }
    return texts;
  }
}
