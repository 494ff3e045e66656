// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.token;

import java.io.IOException;

/** Makes sequences of documents in the order of a blend. Immutable. */
final class Packer {
  private final Catalog catalog;
  private final Blend blend;
  private final PackSettings settings;

  Packer(Catalog catalog, Blend blend, PackSettings settings) {
    this.catalog = catalog;
    this.blend = blend;
    this.settings = settings;
  }

  /** Goes through all sequences; reads no token, so that it can be done to count them. */
  void forEach(SequencePlan.Taker taker) throws IOException {
    switch (settings.packing()) {
      case DOCUMENTS -> documents(taker);
      case CONCATENATE -> concatenate(taker);
      case BEST_FIT -> bestFit(taker);
    }
  }

  private void documents(SequencePlan.Taker taker) throws IOException {
    var plan = new SequencePlan();
    blend.forEach(
        document -> {
          plan.clear();
          plan.add(document, 0, catalog.length(document));
          taker.take(plan);
        });
  }

  private void concatenate(SequencePlan.Taker taker) throws IOException {
    int length = settings.length();
    var plan = new SequencePlan();
    blend.forEach(
        document -> {
          int end = catalog.length(document);
          int from = 0;
          while (from < end) {
            int to = from + Math.min(end - from, length - plan.tokens());
            plan.add(document, from, to);
            from = to;
            if (plan.tokens() == length) {
              taker.take(plan);
              plan.clear();
            }
          }
        });
    if (plan.tokens() > 0) {
      taker.take(plan);
    }
  }

  private void bestFit(SequencePlan.Taker taker) throws IOException {
    int length = settings.length();
    var window = new BestFit(length, settings.seed());
    blend.forEach(
        document -> {
          int end = catalog.length(document);
          for (int from = 0; from < end; from += length) {
            if (window.isFull()) {
              window.flush(taker);
            }
            window.add(document, from, Math.min(end, from + length));
          }
        });
    window.flush(taker);
  }
}
