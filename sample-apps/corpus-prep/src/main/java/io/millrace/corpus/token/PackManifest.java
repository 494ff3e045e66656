// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.token;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What lies in an export's folder and what it takes to make the same again. Has no time and no
 * machine in it: equal exports have equal manifests.
 */
final class PackManifest {
  private static final int VERSION = 1;

  private PackManifest() {}

  /** As JSON, on lines that people can read. */
  static String json(
      KeptDocuments kept,
      Tokenizer tokenizer,
      PackSettings settings,
      PackFigures figures,
      List<PackedFile> files) {
    var json = new LinkedHashMap<String, Object>();
    json.put("version", VERSION);
    json.put("format", settings.format().toString());
    json.put("tokenizer", tokenizer(tokenizer));
    json.put("packing", packing(settings));
    json.put("recipeHash", kept.recipeHash());
    json.put("positions", kept.positions());
    json.put("sequences", figures.sequences());
    json.put("tokens", figures.tokens());
    json.put("padding", figures.padding());
    json.put("documents", figures.documents());
    json.put("cut", figures.cut());
    json.put("sources", figures.sources());
    json.put("files", files);
    try {
      return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(json) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("manifest that is no JSON", e);
    }
  }

  private static Map<String, Object> tokenizer(Tokenizer tokenizer) {
    var json = new LinkedHashMap<String, Object>();
    json.put("name", tokenizer.name());
    json.put("definitionHash", tokenizer.definitionHash());
    json.put("vocabularySize", tokenizer.vocabularySize());
    json.put("endOfDocument", tokenizer.endOfDocument());
    return json;
  }

  private static Map<String, Object> packing(PackSettings settings) {
    Mixture mixture = settings.mixture();
    var json = new LinkedHashMap<String, Object>();
    json.put("mode", settings.packing().toString());
    json.put("length", settings.length());
    json.put("seed", settings.seed());
    json.put("weights", new TreeMap<>(mixture.weights()));
    json.put("epochs", mixture.epochs());
    json.put("tokensMax", mixture.tokensMax());
    return json;
  }
}
