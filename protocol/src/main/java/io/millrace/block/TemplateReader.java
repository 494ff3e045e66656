// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.block;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads what {@link TemplateWriter} writes, and trusts none of it. Takes memory by the strings'
 * declared length and their number. Keeps its arrays. Not thread-safe.
 */
final class TemplateReader {
  /** Bytes beyond the strings that are written over. */
  static final int SLACK = 2 * TemplatePart.AT_ONCE;

  /** Longer arrays, and more parts, are not kept. */
  private static final int KEPT_MAX = 1 << 14;

  private final List<TemplatePart> kept = new ArrayList<>();
  private final Strings others = new Strings();
  private TemplatePart[][] forms = new TemplatePart[0][];
  private int[] members = new int[0];
  private long[] ids = new long[0];
  private int count;
  private int partsUsed;
  private long valuesLeft;

  /** Reads the shapes and all that differs. */
  void read(Input in, int many, int plainLength) {
    count = many;
    partsUsed = 0;
    // Between two places that differ is a byte at least, as at most of them.
    valuesLeft = ((long) plainLength + many) / 2;
    int known = Numbers.bounded(in, "shapes", TemplateWriter.SHAPES_MAX);
    forms = new TemplatePart[known + 1][];
    ids = Bits.ofLength(ids, many);
    Numbers.readNamed(in, many, ids, 0, 0);
    members = new int[known + 1];
    for (int i = 0; i < many; i++) {
      if (ids[i] < 0 || ids[i] > known) {
        throw in.refusal("shape", "0 to " + known, ids[i]);
      }
      members[(int) ids[i]]++;
    }
    if (members[0] > 0) {
      others.readNamed(in, members[0], plainLength);
    }
    for (int shape = 1; shape <= known; shape++) {
      forms[shape] = form(in, members[shape], plainLength);
    }
  }

  private TemplatePart[] form(Input in, int strings, int plainLength) {
    long slots = in.varint("slots");
    if (slots < 0 || slots > TemplateWriter.SLOTS_MAX) {
      throw in.refusal("slots", "0 to " + TemplateWriter.SLOTS_MAX, Long.toUnsignedString(slots));
    }
    valuesLeft -= slots * strings;
    if (strings == 0 || valuesLeft < 0) {
      throw in.refusal("slots", "as many as the strings have room for", slots);
    }
    var parts = new TemplatePart[(int) slots + 1];
    for (int i = 0; i <= slots; i++) {
      parts[i] = part();
      parts[i].readLiteral(in);
    }
    for (int i = 0; i < slots; i++) {
      parts[i].readSlot(in, strings, plainLength);
    }
    return parts;
  }

  private TemplatePart part() {
    if (partsUsed == kept.size()) {
      kept.add(new TemplatePart());
    }
    return kept.get(partsUsed++);
  }

  /**
   * Puts the strings together.
   *
   * @param target has room for {@code length} bytes, which must be what they take, and for {@link
   *     #SLACK} more
   * @param starts is told where each string starts, and the last one ends
   */
  void write(Input in, byte[] target, int length, int[] starts) {
    var next = new int[forms.length];
    int at = 0;
    for (int i = 0; i < count; i++) {
      starts[i] = at;
      int id = (int) ids[i];
      int member = next[id]++;
      at = id == 0 ? other(member, target, at, length) : write(id, member, target, at, length);
      if (at > length) {
        throw in.refusal("plain length", length, "more");
      }
    }
    starts[count] = at;
    if (at != length) {
      throw in.refusal("plain length", length, at);
    }
  }

  private int write(int id, int member, byte[] target, int start, int end) {
    int at = start;
    for (TemplatePart part : forms[id]) {
      at = part.write(member, target, at, end);
      if (at > end) {
        break;
      }
    }
    return at;
  }

  private int other(int member, byte[] target, int at, int end) {
    int length = others.length(member);
    if (length > end - at) {
      return Integer.MAX_VALUE;
    }
    others.copyTo(member, target, at);
    return at + length;
  }

  /** Lets go of what was read, and of arrays that are too long to keep. */
  void clear() {
    if (kept.size() > KEPT_MAX >> 6) {
      kept.subList(KEPT_MAX >> 6, kept.size()).clear();
    }
    for (int i = 0; i < Math.min(partsUsed, kept.size()); i++) {
      kept.get(i).clear(KEPT_MAX);
    }
    others.clear();
    forms = new TemplatePart[0][];
    ids = ids.length > KEPT_MAX ? new long[0] : ids;
    partsUsed = 0;
  }
}
