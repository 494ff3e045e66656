// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.token;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.Formatter;
import java.util.LinkedHashMap;
import java.util.Locale;

/** What a run of {@code pack} made, for people and for programs. Immutable. */
public final class PackReport {
  private static final double PERCENT = 100;
  private static final double MEGA = 1e6;

  private final PackSettings settings;
  private final Tokenizer tokenizer;
  private final PackRun.Outcome outcome;
  private final Path out;
  private final long storedBytes;

  PackReport(
      PackSettings settings,
      Tokenizer tokenizer,
      PackRun.Outcome outcome,
      Path out,
      long storedBytes) {
    this.settings = settings;
    this.tokenizer = tokenizer;
    this.outcome = outcome;
    this.out = out;
    this.storedBytes = storedBytes;
  }

  /** As lines of text. */
  public String table() {
    PackFigures figures = outcome.figures();
    var text = new Formatter(Locale.ROOT);
    text.format("out          %s (%s)%n", out, settings.format());
    text.format("tokenizer    %s%n", tokenizer.name());
    text.format(
        "tokenised    %,d documents, %,d bytes, %.1f MB/s%n",
        outcome.tokenised(), outcome.textBytes(), megabytesPerSecond());
    text.format("token store  %,d bytes%n", storedBytes);
    if (settings.packing() == Packing.DOCUMENTS) {
      text.format("sequences    %,d, one a document%n", figures.sequences());
    } else {
      text.format(
          "sequences    %,d of %,d tokens, %s%n",
          figures.sequences(), settings.length(), settings.packing());
    }
    text.format("tokens       %,d%n", figures.tokens());
    text.format(
        "padding      %,d (%.2f %%)%n", figures.padding(), PERCENT * figures.paddingShare());
    text.format("documents    %,d, of which %,d are cut%n", figures.documents(), figures.cut());
    text.format(
        "%n%-32s %12s %16s %12s %16s %8s %8s%n",
        "source", "documents", "tokens", "taken", "tokens taken", "share", "epochs");
    for (PackFigures.Source source : figures.sources()) {
      text.format(
          "%-32s %,12d %,16d %,12d %,16d %7.2f%% %8.3f%n",
          source.source(),
          source.documents(),
          source.tokens(),
          source.documentsTaken(),
          source.tokensTaken(),
          PERCENT * source.tokensTaken() / Math.max(1, figures.tokens()),
          (double) source.tokensTaken() / Math.max(1, source.tokens()));
    }
    return text.toString();
  }

  private double megabytesPerSecond() {
    return outcome.encodeSeconds() == 0 ? 0 : outcome.textBytes() / MEGA / outcome.encodeSeconds();
  }

  /** As one JSON object. */
  public String json() {
    PackFigures figures = outcome.figures();
    var json = new LinkedHashMap<String, Object>();
    json.put("out", out.toString());
    json.put("format", settings.format().toString());
    json.put("tokenizer", tokenizer.name());
    json.put("documentsTokenised", outcome.tokenised());
    json.put("bytesTokenised", outcome.textBytes());
    json.put("tokenisingSeconds", outcome.encodeSeconds());
    json.put("tokenStoreBytes", storedBytes);
    json.put("sequences", figures.sequences());
    json.put("tokens", figures.tokens());
    json.put("padding", figures.padding());
    json.put("documents", figures.documents());
    json.put("cut", figures.cut());
    json.put("sources", figures.sources());
    json.put("files", outcome.files());
    try {
      return new ObjectMapper().writeValueAsString(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("report that is no JSON", e);
    }
  }
}
