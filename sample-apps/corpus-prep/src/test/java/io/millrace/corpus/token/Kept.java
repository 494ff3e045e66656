// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.token;

import io.millrace.corpus.document.DocumentId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Documents in memory. */
record Kept(List<KeptDocuments.Document> documents) implements KeptDocuments {
  /** Texts of random lengths, of some sources, the first one with most documents. */
  static Kept random(long seed, int count, int lengthMax, String... sources) {
    var random = new Random(seed);
    var documents = new ArrayList<Document>();
    for (int i = 0; i < count; i++) {
      var text = new StringBuilder("document " + i + " ");
      for (int n = random.nextInt(lengthMax); n > 0; n--) {
        text.append((char) ('a' + random.nextInt(26)));
      }
      String source = sources[Math.min(random.nextInt(2 * sources.length), sources.length - 1)];
      double quality = random.nextInt(3) == 0 ? Double.NaN : random.nextInt(8) / 8.0;
      documents.add(document(source, text.toString(), quality));
    }
    return new Kept(documents);
  }

  static KeptDocuments.Document document(String source, String text, double quality) {
    ByteBuffer hash =
        ByteBuffer.wrap(Hashes.sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
    return new Document(new DocumentId(hash.getLong(), hash.getLong()), source, text, quality);
  }

  /** The same, in another order. */
  Kept shuffled(long seed) {
    var other = new ArrayList<>(documents);
    Collections.shuffle(other, new Random(seed));
    return new Kept(other);
  }

  @Override
  public List<String> positions() {
    return List.of("0:0-17", "1:0-12");
  }

  @Override
  public String recipeHash() {
    return "ab12";
  }

  @Override
  public void forEach(Visitor visitor) throws IOException {
    for (Document document : documents) {
      visitor.document(document);
    }
  }
}
