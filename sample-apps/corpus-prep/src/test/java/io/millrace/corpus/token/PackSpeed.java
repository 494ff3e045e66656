// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.token;

import io.millrace.corpus.document.DocumentId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Packs the texts below folders, each folder a source, in every way, and prints what it took and
 * gave: {@code PackSpeed TOKENIZER OUT FOLDER...}.
 */
final class PackSpeed {
  private static final int LENGTH = 2048;

  private PackSpeed() {}

  public static void main(String[] args) throws IOException {
    Path out = Files.createDirectories(Path.of(args[1]));
    Kept kept = kept(List.of(args).subList(2, args.length));
    var all = new Mixture(Map.of(), 1, 0);
    try (Tokenizer tokenizer = Tokenizers.load(args[0], Optional.empty())) {
      for (Packing packing : Packing.values()) {
        for (PackFormat format : PackFormat.values()) {
          if (packing == Packing.DOCUMENTS && format == PackFormat.NPY) {
            continue;
          }
          int length = packing == Packing.DOCUMENTS ? 0 : LENGTH;
          var settings = new PackSettings(format, packing, length, 1, all);
          long begin = System.nanoTime();
          try (TokenStore store = TokenStore.open(out.resolve("store"), tokenizer)) {
            Path folder = out.resolve(packing + "-" + format);
            PackRun.Outcome outcome =
                new PackRun(tokenizer, store, line -> {}).run(kept, settings, folder);
            double seconds = (System.nanoTime() - begin) / 1e9;
            long bytes = outcome.files().stream().mapToLong(PackedFile::bytes).sum();
            System.out.printf(
                "%n%s %s: %.2f s, %.1f million tokens/s, files %,d bytes%n%s",
                packing,
                format,
                seconds,
                outcome.figures().tokens() / seconds / 1e6,
                bytes,
                new PackReport(settings, tokenizer, outcome, folder, store.storedBytes()).table());
          }
        }
      }
    }
  }

  private static Kept kept(List<String> folders) throws IOException {
    var documents = new ArrayList<KeptDocuments.Document>();
    Set<DocumentId> seen = new HashSet<>();
    for (String folder : folders) {
      try (Stream<Path> files = Files.walk(Path.of(folder))) {
        for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile).sorted()::iterator) {
          String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
          String source = String.valueOf(Path.of(folder).getFileName());
          KeptDocuments.Document document = Kept.document(source, text, Double.NaN);
          if (seen.add(document.id())) {
            documents.add(document);
          }
        }
      }
    }
    return new Kept(documents);
  }
}
