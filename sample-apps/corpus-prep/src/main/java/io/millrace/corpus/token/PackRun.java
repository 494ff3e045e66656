// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.token;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Tokenises what is not tokenised yet, packs, and exports. One use at a time, by one thread.
 *
 * <p>Memory: about 70 bytes a document, 24 a piece of a packing window, the store's cache, and what
 * a format gathers.
 */
public final class PackRun {
  private static final int TOLD_EVERY = 100_000;

  private final Tokenizer tokenizer;
  private final TokenStore store;
  private final Consumer<String> progress;

  /**
   * @param store opened for the tokenizer
   * @param progress hears how far it is, in a line for people
   */
  public PackRun(Tokenizer tokenizer, TokenStore store, Consumer<String> progress) {
    this.tokenizer = tokenizer;
    this.store = store;
    this.progress = progress;
  }

  /**
   * What was done.
   *
   * @param tokenised documents that were not in the store
   * @param textBytes of their text
   * @param encodeSeconds that their tokenising alone took
   * @param files what was written
   */
  record Outcome(
      long tokenised,
      long textBytes,
      double encodeSeconds,
      PackFigures figures,
      List<PackedFile> files) {
    Outcome {
      files = List.copyOf(files);
    }
  }

  /**
   * Makes an export.
   *
   * @param out a path that does not exist, for a folder
   */
  Outcome run(KeptDocuments kept, PackSettings settings, Path out) throws IOException {
    PackFolder.check(out);
    var tokenised = new Tokenised();
    try {
      kept.forEach(tokenised);
    } finally {
      store.flush(); // what is tokenised stays, whatever stops the run
    }
    Catalog catalog = tokenised.catalog.build();
    progress.accept(
        text("%,d documents, %,d of them tokenised now", catalog.size(), tokenised.count));
    long[] budgets = settings.mixture().budgets(catalog.sources(), catalog.tokensBySource());
    var packer = new Packer(catalog, new Blend(catalog, budgets, settings.seed()), settings);
    var count = new PackFigures.Count(catalog, settings.length());
    packer.forEach(count);
    PackFigures figures = count.figures();
    progress.accept(text("%,d sequences to write", figures.sequences()));
    try (PackFolder folder = PackFolder.create(out)) {
      List<PackedFile> files = write(folder, catalog, packer, settings, figures);
      folder.finish(PackManifest.json(kept, tokenizer, settings, figures, files));
      return new Outcome(tokenised.count, tokenised.bytes, tokenised.nanos / 1e9, figures, files);
    }
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  /** Takes documents, and tokenises those that are new. */
  private final class Tokenised implements KeptDocuments.Visitor {
    private final Catalog.Builder catalog = new Catalog.Builder(store);
    private final Tokenizer.Encoder encoder = tokenizer.encoder();
    private final TokenBuffer tokens = new TokenBuffer();
    private long seen;
    private long count;
    private long bytes;
    private long nanos;

    @Override
    public void document(KeptDocuments.Document document) throws IOException {
      int number = store.find(document.id());
      if (number < 0) {
        long begin = System.nanoTime();
        tokens.clear();
        encoder.encode(document.text(), tokens);
        nanos += System.nanoTime() - begin;
        number = store.add(document.id(), tokens);
        count++;
        bytes += utf8Length(document.text());
      }
      catalog.add(number, document.source(), document.quality());
      if (++seen % TOLD_EVERY == 0) {
        progress.accept(text("%,d documents", seen));
      }
    }
  }

  /** Bytes of a text in UTF-8; two halves of a character have two each. */
  private static long utf8Length(String text) {
    long bytes = text.length();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        bytes += c < 0x800 || Character.isSurrogate(c) ? 1 : 2;
      }
    }
    return bytes;
  }

  private List<PackedFile> write(
      PackFolder folder, Catalog catalog, Packer packer, PackSettings settings, PackFigures figures)
      throws IOException {
    var files = new ArrayList<HashedFile>();
    try (SequenceWriter writer = writer(folder, catalog, settings, figures, files)) {
      var tokens = new TokenBuffer();
      long[] written = {0};
      packer.forEach(
          plan -> {
            tokens.clear();
            for (int i = 0; i < plan.size(); i++) {
              read(catalog, plan, i, tokens);
            }
            writer.write(plan, tokens);
            if (++written[0] % TOLD_EVERY == 0) {
              progress.accept(text("%,d of %,d sequences", written[0], figures.sequences()));
            }
          });
      writer.finish();
    }
    var whole = new ArrayList<PackedFile>();
    for (HashedFile file : files) {
      whole.add(file.finish());
    }
    return whole;
  }

  private void read(Catalog catalog, SequencePlan plan, int piece, TokenBuffer into)
      throws IOException {
    int document = plan.document(piece);
    int last = catalog.length(document) - 1;
    int to = plan.to(piece);
    store.read(catalog.number(document), plan.from(piece), Math.min(to, last), into);
    if (to > last) {
      into.add(tokenizer.endOfDocument());
    }
  }

  private SequenceWriter writer(
      PackFolder folder,
      Catalog catalog,
      PackSettings settings,
      PackFigures figures,
      List<HashedFile> files)
      throws IOException {
    boolean whole = settings.packing() == Packing.DOCUMENTS;
    return switch (settings.format()) {
      case NPY ->
          new NpyWriter(
              file(folder, NpyWriter.FILE, files),
              index(folder, catalog, files),
              figures.sequences(),
              settings.length(),
              LittleEndian.width(tokenizer.vocabularySize()),
              tokenizer.endOfDocument());
      case MEGATRON ->
          new MegatronWriter(
              file(folder, MegatronWriter.TOKENS, files),
              file(folder, MegatronWriter.INDEX, files),
              index(folder, catalog, files),
              tokenizer.vocabularySize());
      case JSONL_ZST -> {
        HashedFile file = file(folder, SequenceLines.FILE, files);
        yield whole
            ? new DocumentLines(file, catalog, tokenizer)
            : new SequenceLines(file, catalog);
      }
      case PARQUET ->
          new SequenceTable(file(folder, SequenceTable.FILE, files), catalog, tokenizer, whole);
    };
  }

  private static IndexLines index(PackFolder folder, Catalog catalog, List<HashedFile> files)
      throws IOException {
    return new IndexLines(file(folder, IndexLines.FILE, files), catalog);
  }

  private static HashedFile file(PackFolder folder, String name, List<HashedFile> files)
      throws IOException {
    HashedFile file = folder.file(name);
    files.add(file);
    return file;
  }
}
