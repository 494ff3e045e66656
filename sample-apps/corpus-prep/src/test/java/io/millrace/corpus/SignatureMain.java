// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus;

import io.millrace.corpus.document.DocumentId;
import io.millrace.corpus.near.Bands;
import io.millrace.corpus.near.MinHash;
import io.millrace.corpus.near.NearSettings;
import io.millrace.corpus.near.Resident;
import io.millrace.corpus.near.ShingleSet;
import io.millrace.corpus.near.Shingler;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** Prints how fast texts become signatures, on one core. */
final class SignatureMain {
  private SignatureMain() {}

  public static void main(String[] args) {
    List<String> texts = RealTexts.jars();
    long bytes = texts.stream().mapToLong(t -> t.getBytes(StandardCharsets.UTF_8).length).sum();
    NearSettings settings = NearSettings.DEFAULT;
    var shingler = new Shingler(settings.shingleWords());
    var hash = new MinHash(settings.bands() * settings.rows());
    for (int round = 0; round < 12; round++) {
      long t0 = System.nanoTime();
      var sets = texts.stream().map(shingler::shingles).toList();
      long t1 = System.nanoTime();
      var signatures = sets.stream().map(hash::signature).toList();
      long t2 = System.nanoTime();
      long sum = 0;
      for (int[] signature : signatures) {
        Bands bands = Bands.of(signature, settings);
        for (int band = 0; band < bands.count(); band++) {
          sum += bands.key(band).hashCode();
          sum += Resident.of(new DocumentId(1, 2), signature, bands, band).bytes().size();
        }
      }
      long t3 = System.nanoTime();
      long encoded = 0;
      for (ShingleSet set : sets) {
        encoded += set.encode().size();
      }
      long t4 = System.nanoTime();
      System.out.printf(
          Locale.ROOT,
          "%.2f MB: shingles %.1f MB/s, signatures %.1f MB/s, bands %.1f MB/s, encoding %.1f MB/s"
              + " (%.2f of the text), all %.1f MB/s %d%n",
          bytes / 1e6,
          bytes / 1e-3 / (t1 - t0),
          bytes / 1e-3 / (t2 - t1),
          bytes / 1e-3 / (t3 - t2),
          bytes / 1e-3 / (t4 - t3),
          (double) encoded / bytes,
          bytes / 1e-3 / (t4 - t0),
          sum % 10);
    }
  }
}
