// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.token;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options of {@code pack}, and the run that they ask for; picocli sets them. */
public final class PackOptions {
  private static final int LENGTH = 2048;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FOLDER",
      description = "Folder to make; a path that exists is refused.")
  private Path out = Path.of("");

  @Option(
      names = "--format",
      defaultValue = "npy",
      converter = Formats.class,
      description =
          "npy: an array of padded sequences; megatron: an indexed data set; jsonl.zst, parquet:"
              + " tokens with the documents that they are of (default: ${DEFAULT-VALUE}).")
  private PackFormat format = PackFormat.NPY;

  @Option(
      names = "--tokenizer",
      defaultValue = "cl100k_base",
      paramLabel = "NAME|FILE",
      description =
          "cl100k_base, o200k_base, or the path of a tokenizer.json (default: ${DEFAULT-VALUE}).")
  private String tokenizer = "";

  @Option(
      names = "--end-of-document",
      paramLabel = "TOKEN",
      description =
          "The token of a tokenizer.json that ends a document (default: the first it has of"
              + " <|endoftext|>, <|end_of_text|>, </s>, <eos>, <|eot_id|>, [SEP]).")
  private Optional<String> end = Optional.empty();

  @Option(
      names = "--packing",
      defaultValue = "best-fit",
      converter = Packings.class,
      description =
          "best-fit: documents stay whole where they fit; concatenate: one after another, cut at"
              + " each sequence's end; documents: a sequence each, as long as it is (default:"
              + " ${DEFAULT-VALUE}).")
  private Packing packing = Packing.BEST_FIT;

  @Option(
      names = "--length",
      paramLabel = "TOKENS",
      description = "Tokens of a sequence, 8 to 1048576 (default: 2048).")
  private @Nullable Integer length;

  @Option(
      names = "--seed",
      defaultValue = "0",
      description = "Decides every order (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--weight",
      split = ",",
      paramLabel = "SOURCE=WEIGHT",
      description =
          "Share of a source in the tokens, in any unit; give it for all sources, 0 to leave one"
              + " out. Without it, each source comes as it is.")
  private Map<String, Double> weights = Map.of();

  @Option(
      names = "--epochs",
      defaultValue = "1",
      description =
          "Most times that a document is taken, up to 100, fractions too (default:"
              + " ${DEFAULT-VALUE}).")
  private double epochs;

  @Option(
      names = "--tokens",
      defaultValue = "0",
      description = "Most tokens to take; 0 for all that weights and epochs allow.")
  private long tokensMax;

  @Option(
      names = "--token-store",
      paramLabel = "FOLDER",
      description =
          "Where tokens are stored, so that they are not made again (default: token-store beside"
              + " the folder of --out).")
  private Optional<Path> tokenStore = Optional.empty();

  /** Options at their defaults. */
  public PackOptions() {}

  /** Names as {@link PackFormat} writes them. */
  static final class Formats implements ITypeConverter<PackFormat> {
    @Override
    public PackFormat convert(String value) {
      for (PackFormat format : PackFormat.values()) {
        if (format.toString().equals(value.toLowerCase(Locale.ROOT))) {
          return format;
        }
      }
      throw new TypeConversionException(value + " (expected: npy, megatron, jsonl.zst or parquet)");
    }
  }

  /** Names as {@link Packing} writes them. */
  static final class Packings implements ITypeConverter<Packing> {
    @Override
    public Packing convert(String value) {
      for (Packing packing : Packing.values()) {
        if (packing.toString().equals(value.toLowerCase(Locale.ROOT))) {
          return packing;
        }
      }
      throw new TypeConversionException(value + " (expected: best-fit, concatenate or documents)");
    }
  }

  private PackSettings settings() {
    Integer given = length;
    int tokens = given != null ? given : packing == Packing.DOCUMENTS ? 0 : LENGTH;
    return new PackSettings(format, packing, tokens, seed, new Mixture(weights, epochs, tokensMax));
  }

  /**
   * Does what the options say.
   *
   * @param kept the documents
   * @param progress hears how far it is, in a line for people
   * @throws io.millrace.model.MillraceException CALLER or NOT_FOUND if options do not fit, or
   *     weights the documents; BUSY if another process uses the store
   */
  public PackReport run(KeptDocuments kept, Consumer<String> progress) throws IOException {
    PackSettings settings = settings();
    PackFolder.check(out);
    Path root = tokenStore.orElseGet(() -> out.toAbsolutePath().resolveSibling("token-store"));
    try (Tokenizer loaded = Tokenizers.load(tokenizer, end);
        TokenStore store = TokenStore.open(root, loaded)) {
      var run = new PackRun(loaded, store, progress);
      PackRun.Outcome outcome = run.run(kept, settings, out);
      return new PackReport(settings, loaded, outcome, out, store.storedBytes());
    }
  }
}
