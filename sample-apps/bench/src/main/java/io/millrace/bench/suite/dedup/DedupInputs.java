// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.suite.dedup;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.bench.suite.Load;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The documents of each round, other ones each round and the same for all contenders, as a file of
 * JSON lines. Not thread-safe.
 */
final class DedupInputs {
  /** Made of it, in a load: other seeds give other documents. Rounds count up from it. */
  static final String SEED = "seed";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final MadeTexts texts;
  private final Path folder;
  private final Map<Long, Labels> truths = new HashMap<>();
  private final Map<Long, Long> sizes = new HashMap<>();

  /**
   * None is written yet.
   *
   * @param folder gets the files; created
   */
  DedupInputs(MadeTexts texts, Path folder) throws IOException {
    this.texts = texts;
    this.folder = Files.createDirectories(folder);
  }

  /** The documents of a seed, written if they are not there. */
  Path file(Load load, long seed) throws IOException {
    Path file = folder.resolve("documents-" + seed + ".jsonl");
    if (!Files.exists(file)) {
      texts.write(file, seed, load.getInt(Load.RECORDS));
    }
    return file;
  }

  /** Bytes of the texts of a seed, as UTF-8. */
  long textBytes(Load load, long seed) {
    return sizes.computeIfAbsent(
        seed,
        s -> {
          long bytes = 0;
          for (int i = 0; i < load.get(Load.RECORDS); i++) {
            bytes += texts.text(s, i).getBytes(StandardCharsets.UTF_8).length;
          }
          return bytes;
        });
  }

  /** The texts of a file, in their order. */
  static List<String> read(Path file) throws IOException {
    var found = new ArrayList<String>();
    try (MappingIterator<JsonNode> lines =
        JSON.readerFor(JsonNode.class).readValues(file.toFile())) {
      while (lines.hasNext()) {
        found.add(lines.next().path("text").asText());
      }
    }
    return found;
  }

  /** What is right for a seed. */
  Labels truth(Load load, long seed) throws IOException {
    Labels truth = truths.get(seed);
    if (truth == null) {
      truth = Duplicates.exact(Duplicates.shingles(read(file(load, seed))));
      truths.put(seed, truth);
    }
    return truth;
  }
}
