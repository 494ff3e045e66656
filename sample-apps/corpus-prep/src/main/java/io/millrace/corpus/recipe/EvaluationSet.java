// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.recipe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import io.millrace.corpus.rule.contamination.EvaluationText;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A file of texts that nothing kept may quote.
 *
 * @param name for the ledger
 * @param path of the file, on each node
 * @param sha256 of its content in hexadecimal digits; empty: any content will do
 */
record EvaluationSet(String name, String path, String sha256) {
  static final String NAME = "name";
  static final String PATH = "path";
  static final String SHA256 = "sha256";
  private static final Set<String> KEYS = Set.of(NAME, PATH, SHA256);
  private static final int SHA256_DIGITS = 64;

  static EvaluationSet of(String section, ConfigObject object) {
    for (Map.Entry<String, ConfigValue> entry : object.entrySet()) {
      if (!KEYS.contains(entry.getKey())) {
        throw Section.wrong(
            section + "." + entry.getKey(), entry.getValue(), "only name, path and sha256");
      }
    }
    String sha256 = text(section, object, SHA256, false);
    if (!sha256.isEmpty() && !sha256.matches("[0-9a-f]{" + SHA256_DIGITS + "}")) {
      throw Section.wrong(section, object, "a sha256 of 64 hexadecimal digits, small letters");
    }
    return new EvaluationSet(
        text(section, object, NAME, true), text(section, object, PATH, true), sha256);
  }

  /** The same set with the content that the file has now, and the path as it is from the root. */
  EvaluationSet pinned() {
    return new EvaluationSet(name, Path.of(path).toAbsolutePath().toString(), hash(bytes()));
  }

  Map<String, Object> toMap() {
    return Map.of(NAME, name, PATH, path, SHA256, sha256);
  }

  /**
   * Reads the texts.
   *
   * @throws MillraceException CALLER if the file cannot be read, or is not the one that was meant
   */
  List<EvaluationText> read() {
    byte[] bytes = bytes();
    String actual = hash(bytes);
    if (!sha256.isEmpty() && !sha256.equals(actual)) {
      throw MillraceException.of(Kind.CALLER, "the evaluation set is not the recipe's")
          .with("file", path)
          .with("sha256", actual)
          .with("expected", sha256)
          .with("do", "lay the same file on every node, or read the recipe again");
    }
    String text = new String(bytes, StandardCharsets.UTF_8);
    return path.endsWith(".jsonl") ? lines(text) : List.of(new EvaluationText(name, text));
  }

  private List<EvaluationText> lines(String text) {
    var json = new ObjectMapper();
    var texts = new ArrayList<EvaluationText>();
    int number = 0;
    for (String line : text.split("\n", -1)) {
      number++;
      if (line.isBlank()) {
        continue;
      }
      try {
        addStrings(json.readTree(line), texts);
      } catch (IOException e) {
        throw MillraceException.of(Kind.CALLER, "the evaluation set has a line that is no JSON", e)
            .with("file", path)
            .with("line", number)
            .with("expected", "a JSON object a line");
      }
    }
    return texts;
  }

  private void addStrings(JsonNode node, List<EvaluationText> texts) {
    if (node.isTextual()) {
      texts.add(new EvaluationText(name, node.textValue()));
    }
    for (JsonNode inner : node) {
      addStrings(inner, texts);
    }
  }

  private byte[] bytes() {
    try {
      return Files.readAllBytes(Path.of(path));
    } catch (IOException e) {
      throw MillraceException.of(Kind.CALLER, "cannot read the evaluation set", e)
          .with("file", path)
          .with("expected", "a file of text or .jsonl on every node");
    }
  }

  private static String text(String section, ConfigObject object, String key, boolean must) {
    ConfigValue value = object.get(key);
    String text = value == null ? "" : Section.text(section + "." + key, value);
    if (must && text.isEmpty()) {
      throw Section.wrong(section, object, "an object with a " + key);
    }
    return text;
  }

  static String hash(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256: missing (expected: every Java has it)", e);
    }
  }
}
