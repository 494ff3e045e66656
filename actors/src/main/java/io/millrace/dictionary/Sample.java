// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.dictionary;

import io.millrace.block.ColumnEntry;
import io.millrace.block.ColumnPlan;
import io.millrace.block.EncodedBody;
import io.millrace.codec.Codec;
import io.millrace.codec.Codecs;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A block as it was written: kept compressed, so that samples take little memory.
 *
 * @param plan by which it was written
 */
record Sample(EncodedBody body, ColumnPlan plan) {
  /**
   * What samples hold of each column, before compression: exactly what the codec is given.
   *
   * @return per column a piece for each sample that has any of it, in the samples' order
   */
  static Map<ColumnName, List<byte[]>> pieces(List<Sample> samples) {
    var pieces = new HashMap<ColumnName, List<byte[]>>();
    for (Sample sample : samples) {
      sample.addTo(pieces);
    }
    return pieces;
  }

  private void addTo(Map<ColumnName, List<byte[]>> pieces) {
    byte[] stored = body.bytes().toByteArray();
    int at = 0;
    for (ColumnEntry entry : body.columns()) {
      if (entry.rawLength() > 0) {
        byte[] raw =
            codec(entry)
                .decompress(stored, at, entry.storedLength(), entry.rawLength(), entry.rawLength());
        pieces.computeIfAbsent(ColumnName.of(entry), name -> new ArrayList<>()).add(raw);
      }
      at += entry.storedLength();
    }
  }

  /** A column that its codec does not make shorter is stored without one. */
  private Codec codec(ColumnEntry entry) {
    Codec planned = plan.codec(entry.kind(), entry.name());
    return planned.id() == entry.codecId() ? planned : Codecs.byId(entry.codecId());
  }
}
