// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.token;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A {@code tokenizer.json} of the kind that most of today's models have, byte-level byte pair
 * encoding with a pattern that is known here, to be encoded here at ten times the native library's
 * speed. What it cannot be sure to do the same way, it leaves to that. Thread-safe.
 */
final class ByteLevelBpe {
  /** Most added tokens that are no special ones: each text is searched for all of them. */
  private static final int ADDED_MAX = 32;

  private static final int BYTES = 256;

  private final Vocabulary vocabulary;
  private final int[] idOfRank;
  private final Splitter splitter;
  private final PieceCache merged = new PieceCache();
  private final boolean isNfc;
  private final List<String> added;

  private ByteLevelBpe(
      Vocabulary vocabulary, int[] idOfRank, Splitter splitter, boolean isNfc, List<String> added) {
    this.vocabulary = vocabulary;
    this.idOfRank = idOfRank;
    this.splitter = splitter;
    this.isNfc = isNfc;
    this.added = List.copyOf(added);
  }

  /** The tokenizer, if it is of the kind. */
  static Optional<ByteLevelBpe> of(JsonNode root) {
    JsonNode model = root.path("model");
    Optional<Splitter> splitter = splitter(root.path("pre_tokenizer"));
    String normalizer = root.path("normalizer").path("type").asText();
    List<String> added = added(root);
    if (splitter.isEmpty()
        || !model.path("type").asText().equals("BPE")
        || !isUnset(model, "dropout", "continuing_subword_prefix", "end_of_word_suffix")
        || model.path("byte_fallback").asBoolean()
        || !(root.path("normalizer").isNull() || normalizer.equals("NFC"))
        || added.size() > ADDED_MAX) {
      return Optional.empty();
    }
    return ranks(root)
        .map(
            r ->
                new ByteLevelBpe(
                    r.vocabulary, r.ids, splitter.get(), !normalizer.isEmpty(), added));
  }

  private static boolean isUnset(JsonNode model, String... names) {
    return Arrays.stream(names)
        .map(model::path)
        .allMatch(n -> n.isMissingNode() || n.isNull() || n.asText().isEmpty());
  }

  private static List<String> added(JsonNode root) {
    var added = new ArrayList<String>();
    for (JsonNode token : root.path("added_tokens")) {
      if (!token.path("special").asBoolean()) {
        added.add(token.path("content").asText());
      }
    }
    return added;
  }

  private static Optional<Splitter> splitter(JsonNode step) {
    if (isByteLevel(step, true)) {
      return Optional.of(new Gpt2Splitter(new CharClasses()));
    }
    JsonNode split = step.path("pretokenizers").path(0);
    if (!step.path("type").asText().equals("Sequence")
        || step.path("pretokenizers").size() != 2
        || !isByteLevel(step.path("pretokenizers").path(1), false)
        || !split.path("type").asText().equals("Split")
        || !split.path("behavior").asText().equals("Isolated")
        || split.path("invert").asBoolean()) {
      return Optional.empty();
    }
    return switch (split.path("pattern").path("Regex").asText()) {
      case Cl100kSplitter.PATTERN -> Optional.of(new Cl100kSplitter(new CharClasses()));
      case Cl100kSplitter.PATTERN_DIGIT -> Optional.of(new Cl100kSplitter(new CharClasses(), 1));
      case O200kSplitter.PATTERN -> Optional.of(new O200kSplitter(new CharClasses()));
      default -> Optional.empty();
    };
  }

  private static boolean isByteLevel(JsonNode step, boolean useRegex) {
    return step.path("type").asText().equals("ByteLevel")
        && !step.path("add_prefix_space").asBoolean(true)
        && step.path("use_regex").asBoolean(true) == useRegex;
  }

  /** Tokens by rank: the bytes, then what merges make, in their order; and the file's ids. */
  private static final class Ranks {
    private final Vocabulary vocabulary;
    private final int[] ids;

    Ranks(Vocabulary vocabulary, int[] ids) {
      this.vocabulary = vocabulary;
      this.ids = ids;
    }
  }

  private static Optional<Ranks> ranks(JsonNode root) {
    JsonNode ids = root.path("model").path("vocab");
    var tokens = new ArrayList<byte[]>();
    var names = new ArrayList<String>();
    Map<Character, Byte> byLetter = letters();
    byLetter.forEach(
        (letter, value) -> {
          tokens.add(new byte[] {value});
          names.add(String.valueOf(letter));
        });
    var rankOf = new HashMap<String, Integer>();
    for (JsonNode merge : root.path("model").path("merges")) {
      String name = joined(merge);
      Integer known = rankOf.putIfAbsent(name, names.size());
      if (known == null) {
        names.add(name);
        tokens.add(bytes(name, byLetter));
      } else if (known != names.size() - 1) {
        return Optional.empty(); // one token with two ranks
      }
    }
    var idOfRank = new int[names.size()];
    for (int rank = 0; rank < idOfRank.length; rank++) {
      JsonNode id = ids.path(names.get(rank));
      if (!id.isInt() || tokens.get(rank).length == 0) {
        return Optional.empty();
      }
      idOfRank[rank] = id.intValue();
    }
    // A token that no merge makes would count only where merges are ignored.
    if (root.path("model").path("ignore_merges").asBoolean() && ids.size() != names.size()) {
      return Optional.empty();
    }
    var vocabulary = new Vocabulary(tokens);
    return isReached(vocabulary, tokens)
        ? Optional.of(new Ranks(vocabulary, idOfRank))
        : Optional.empty();
  }

  /**
   * Whether merging makes each token of its bytes, as looking it up as a whole takes for granted.
   */
  private static boolean isReached(Vocabulary vocabulary, List<byte[]> tokens) {
    var merger = new PieceMerger(vocabulary);
    var into = new TokenBuffer();
    for (int rank = 0; rank < tokens.size(); rank++) {
      into.clear();
      merger.merge(tokens.get(rank), 0, tokens.get(rank).length, into);
      if (into.size() != 1 || into.ids()[0] != rank) {
        return false;
      }
    }
    return true;
  }

  /** The characters that stand for bytes: themselves if they can be seen, else others. */
  private static Map<Character, Byte> letters() {
    var letters = new HashMap<Character, Byte>();
    int hidden = BYTES;
    for (int value = 0; value < BYTES; value++) {
      boolean plain = (value >= '!' && value <= '~') || (value >= 0xA1 && value != 0xAD);
      letters.put((char) (plain ? value : hidden++), (byte) value);
    }
    return letters;
  }

  private static String joined(JsonNode merge) {
    return merge.isArray()
        ? merge.path(0).asText() + merge.path(1).asText()
        : merge.asText().replace(" ", "");
  }

  /** Empty if it has characters that stand for no byte. */
  private static byte[] bytes(String name, Map<Character, Byte> byLetter) {
    var bytes = new byte[name.length()];
    for (int i = 0; i < bytes.length; i++) {
      Byte value = byLetter.get(name.charAt(i));
      if (value == null) {
        return new byte[0];
      }
      bytes[i] = value;
    }
    return bytes;
  }

  /** Encodes with this what it can, the rest as another encoder does. */
  Tokenizer.Encoder encoder(Tokenizer.Encoder other) {
    var bpe = new BpeEncoder(vocabulary, splitter, merged);
    return (text, into) -> {
      String normal = isNfc ? Normalizer.normalize(text, Normalizer.Form.NFC) : text;
      if (added.stream().anyMatch(normal::contains)) {
        other.encode(text, into);
        return;
      }
      int from = into.size();
      bpe.encode(normal, into);
      int[] ids = into.ids();
      for (int i = from; i < into.size(); i++) {
        ids[i] = idOfRank[ids[i]];
      }
    };
  }

  /** Feeds what is not in the file to a digest. */
  void hash(MessageDigest digest) {
    digest.update("byte-level bpe 1".getBytes(StandardCharsets.UTF_8));
    splitter.classes.hash(digest);
  }
}
