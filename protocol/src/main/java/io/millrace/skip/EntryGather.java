// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.skip;

import com.google.protobuf.ByteString;
import io.millrace.model.DataRecord;
import io.millrace.model.Fields;
import io.millrace.model.ResultRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Gathers one block's entry, a result at a time. Not thread-safe; may be used again. */
final class EntryGather {
  /** Half of an entry; filters that want more get smaller, and at last are left off. */
  private static final int FILTERS_BYTES_MAX = SkipEntry.BYTES_MAX / 2;

  /** The other half without what comes ahead of the fields. */
  private static final int RANGES_BYTES_MAX = SkipEntry.BYTES_MAX / 2 - (4 << 10);

  private final SkipSettings settings;
  private final FilterSize keySize;
  private final FilterSize fieldSize;
  private final ByteScratch scratch = new ByteScratch();
  private final PrefixBounds keys;
  private final DistinctHashes distinctKeys = new DistinctHashes();
  private final Map<String, FieldGather> byName = new HashMap<>();

  /** The declared fields, then others as they came: the order in which records mostly have them. */
  private final List<FieldGather> fields = new ArrayList<>();

  private List<String> declared = List.of();

  /** Where the next field is looked for first: behind the one before. */
  private int next;

  private boolean complete;
  private int results;
  private int mains;
  private int timed;
  private long timeMin;
  private long timeMax;

  EntryGather(SkipSettings settings) {
    this.settings = settings;
    this.keySize = new FilterSize(settings.keyFalsePositiveRate());
    this.fieldSize = new FilterSize(settings.falsePositiveRate());
    this.keys = new PrefixBounds(settings.prefixBytes());
  }

  /** Begins a block and forgets the one before. */
  void begin(List<String> filtered) {
    keys.clear();
    distinctKeys.clear();
    scratch.clear();
    if (!filtered.equals(declared)) {
      declare(filtered);
    }
    while (fields.size() > declared.size()) {
      byName.remove(fields.remove(fields.size() - 1).name());
    }
    for (FieldGather field : fields) {
      field.clear();
    }
    next = 0;
    complete = true;
    results = 0;
    mains = 0;
    timed = 0;
  }

  private void declare(List<String> filtered) {
    if (filtered.size() > SkipSettings.DECLARED_MAX) {
      throw new IllegalArgumentException(
          "declared fields: "
              + filtered.size()
              + " (expected: at most "
              + SkipSettings.DECLARED_MAX
              + ")");
    }
    fields.clear();
    byName.clear();
    declared = List.copyOf(filtered);
    for (String name : declared) {
      add(new FieldGather(name, true, settings.prefixBytes()));
    }
  }

  void add(ResultRecord result) {
    results++;
    mains += result.isMain() ? 1 : 0;
    scratch.set(result.key());
    keys.add(scratch.array(), scratch.length());
    distinctKeys.add(Hashes.bytes(scratch.array(), scratch.length()));
    long timeMs = result.eventTimeMs();
    if (timeMs != DataRecord.NO_EVENT_TIME) {
      timeMin = timed == 0 ? timeMs : Math.min(timeMin, timeMs);
      timeMax = timed == 0 ? timeMs : Math.max(timeMax, timeMs);
      timed++;
    }
    Fields named = result.fields();
    int size = named.size();
    for (int i = 0; i < size; i++) {
      FieldGather field = find(named.name(i));
      if (field != null) {
        field.add(named, i, scratch);
      }
    }
  }

  private @Nullable FieldGather find(String name) {
    if (next >= fields.size()) {
      next = 0;
    }
    if (next < fields.size() && fields.get(next).name().equals(name)) {
      return fields.get(next++);
    }
    FieldGather field = byName.get(name);
    if (field == null) {
      if (fields.size() - declared.size() >= settings.fieldsMax()) {
        complete = false;
        return null;
      }
      field = add(new FieldGather(name, false, settings.prefixBytes()));
    }
    next = field.place() + 1;
    return field;
  }

  private FieldGather add(FieldGather field) {
    field.placeAt(fields.size());
    fields.add(field);
    byName.put(field.name(), field);
    return field;
  }

  /** The entry of what was added, which is at least one result. */
  ByteString entry() {
    int room = FILTERS_BYTES_MAX;
    int rangesRoom = RANGES_BYTES_MAX;
    Filter keyFilter = filter(distinctKeys, keySize, room);
    room -= bytes(keyFilter);
    var skips = new TreeMap<String, FieldSkip>();
    for (FieldGather field : fields) {
      if (field.present() == 0) {
        continue;
      }
      rangesRoom -= field.bytesMax();
      if (rangesRoom < 0) {
        complete = false;
        continue;
      }
      Filter filter = filter(field.distinct(), fieldSize, room);
      room -= bytes(filter);
      skips.put(field.name(), field.skip(filter));
    }
    var entry =
        new SkipEntry(
            results,
            mains,
            new SkipEntry.Keys(keys.range(), keyFilter),
            new SkipEntry.Times(results - timed, timeMin, timeMax),
            complete,
            skips);
    return SkipFormat.encode(entry);
  }

  private static @Nullable Filter filter(
      @Nullable DistinctHashes hashes, FilterSize size, int room) {
    if (hashes == null || hashes.size() == 0) {
      return null;
    }
    int bytes = size.bytes(hashes.size(), room);
    return bytes == 0 ? null : Filter.of(hashes, bytes);
  }

  private static int bytes(@Nullable Filter filter) {
    return filter == null ? 0 : filter.bytes().size();
  }
}
