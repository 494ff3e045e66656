// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.codec;

import static io.millrace.model.MillraceException.Kind.CALLER;
import static io.millrace.model.MillraceException.Kind.CORRUPT;

import io.millrace.model.MillraceException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The codecs there are, by stored id and by name. Thread-safe. */
public final class Codecs {
  private static final List<Codec> ALL =
      List.of(NoCodec.INSTANCE, ZstdCodec.ofLevel(ZstdCodec.LEVEL_DEFAULT), Lz4Codec.INSTANCE);

  private static final String DAMAGED = "compressed bytes are damaged";

  private Codecs() {}

  /**
   * The codec that can read what was stored under an id.
   *
   * @throws MillraceException CORRUPT if no codec has the id
   */
  public static Codec byId(int id) {
    for (Codec codec : ALL) {
      if (codec.id() == id) {
        return codec;
      }
    }
    throw MillraceException.of(CORRUPT, "unknown codec id")
        .with("expected", ALL.stream().map(Codec::id).toList())
        .with("actual", id);
  }

  /**
   * The codec that can read what was stored under an id and a dictionary.
   *
   * @param dictionaryId {@link Dictionary#NONE} for every codec but {@link ZstdDictionaryCodec}
   * @param dictionaries where a dictionary is found
   * @throws MillraceException CORRUPT if no codec has the id, the codec does not go with a
   *     dictionary, or the dictionary is not at hand
   */
  public static Codec byId(int id, int dictionaryId, Dictionaries dictionaries) {
    boolean needed = id == ZstdDictionaryCodec.ID;
    if (needed != (dictionaryId != Dictionary.NONE)) {
      throw MillraceException.of(CORRUPT, "codec and dictionary do not go together")
          .with("codec", id)
          .with("expected", needed ? "a dictionary" : "no dictionary")
          .with("actual", dictionaryId);
    }
    return needed ? DictionaryCodecs.LOADED.of(dictionaries.find(dictionaryId)) : byId(id);
  }

  /**
   * The codec of a name in settings, at its default level: {@code none}, {@code zstd}, {@code lz4}.
   *
   * @throws MillraceException CALLER if no codec has the name
   */
  public static Codec byName(String name) {
    for (Codec codec : ALL) {
      if (codec.name().equals(name)) {
        return codec;
      }
    }
    throw MillraceException.of(CALLER, "unknown codec name")
        .with("expected", ALL.stream().map(Codec::name).toList())
        .with("actual", name);
  }

  /** Refuses a declared raw length that is out of range, before memory is given out for it. */
  static void checkRawLength(Codec codec, int rawLength, int rawLengthMax) {
    if (rawLength < 0 || rawLength > rawLengthMax) {
      throw refusal(codec, "declared raw length", "0 to " + rawLengthMax, rawLength);
    }
  }

  static MillraceException refusal(Codec codec, String check, Object expected, Object actual) {
    return describe(MillraceException.of(CORRUPT, DAMAGED), codec, check, expected, actual);
  }

  static MillraceException refusal(Codec codec, String check, Object expected, Exception cause) {
    var refusal = MillraceException.of(CORRUPT, DAMAGED, cause);
    return describe(refusal, codec, check, expected, cause.getMessage());
  }

  private static MillraceException describe(
      MillraceException refusal,
      Codec codec,
      String check,
      Object expected,
      @Nullable Object actual) {
    return refusal
        .with("codec", codec.name())
        .with("check", check)
        .with("expected", expected)
        .with("actual", actual);
  }
}
