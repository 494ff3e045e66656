// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.block;

import io.millrace.codec.Codec;
import io.millrace.codec.Dictionaries;
import io.millrace.codec.Dictionary;
import io.millrace.codec.ZstdDictionaryCodec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which codec compresses which column of a block. A column that a codec does not make shorter is
 * stored as it is. Immutable and thread-safe.
 */
public final class ColumnPlan {
  private final boolean byColumn;
  private final Codec otherwise;
  private final Map<ColumnKind, Codec> kinds;
  private final Map<String, Codec> fields;

  private ColumnPlan(
      boolean byColumn, Codec otherwise, Map<ColumnKind, Codec> kinds, Map<String, Codec> fields) {
    this.byColumn = byColumn;
    this.otherwise = otherwise;
    this.kinds = Map.copyOf(kinds);
    this.fields = Map.copyOf(fields);
  }

  /**
   * One codec for everything, and for blocks that are too small for columns.
   *
   * @param codec without dictionary
   */
  public static ColumnPlan of(Codec codec) {
    return of(codec, true);
  }

  /**
   * No columns, whatever a block holds: for logs that a release must read which knows none.
   *
   * @param codec without dictionary
   */
  public static ColumnPlan rows(Codec codec) {
    return of(codec, false);
  }

  private static ColumnPlan of(Codec codec, boolean byColumn) {
    if (codec.dictionaryId() != Dictionary.NONE) {
      throw new IllegalArgumentException(
          "codec: dictionary " + codec.dictionaryId() + " (expected: a codec without dictionary)");
    }
    return new ColumnPlan(byColumn, codec, Map.of(), Map.of());
  }

  /** The same plan with another codec for a kind of column; for all fields, if it is FIELD. */
  public ColumnPlan with(ColumnKind kind, Codec codec) {
    var changed = new HashMap<>(kinds);
    changed.put(kind, codec);
    return new ColumnPlan(byColumn, otherwise, changed, fields);
  }

  /** The same plan with another codec for one field, whatever its type. */
  public ColumnPlan withField(String name, Codec codec) {
    var changed = new HashMap<>(fields);
    changed.put(name, codec);
    return new ColumnPlan(byColumn, otherwise, kinds, changed);
  }

  /** Whether blocks that suit columns are written so. */
  public boolean byColumn() {
    return byColumn;
  }

  /** The codec for what has no column of its own, and for small blocks; without dictionary. */
  public Codec otherwise() {
    return otherwise;
  }

  /**
   * A column's codec.
   *
   * @param field the field's name, if it is a field; otherwise ignored
   */
  public Codec codec(ColumnKind kind, String field) {
    Codec own = kind == ColumnKind.FIELD ? fields.get(field) : null;
    return own != null ? own : kinds.getOrDefault(kind, otherwise);
  }

  /** The dictionaries of all its codecs, for reading what was written by it. */
  Dictionaries dictionaries() {
    var found = new HashMap<Integer, Dictionary>();
    for (var codecs : List.of(kinds.values(), fields.values())) {
      for (Codec codec : codecs) {
        if (codec instanceof ZstdDictionaryCodec own) {
          found.put(codec.dictionaryId(), own.dictionary());
        }
      }
    }
    return id -> {
      Dictionary dictionary = found.get(id);
      if (dictionary == null) {
        throw Dictionaries.unknown(id);
      }
      return dictionary;
    };
  }
}
