// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.model;

import com.google.protobuf.ByteString;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.Objects;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/**
 * Records that wait, in a few arrays however many they are: a collector that meets them again and
 * again has nothing to follow or to move one by one. Each is made anew whenever it is asked for,
 * with bytes of its own, so that keeping one keeps no other alive. Immutable and thread-safe.
 */
public final class PackedRecords extends AbstractList<DataRecord> implements RandomAccess {
  private final byte[] bytes;
  private final int[] ends;
  private final long[] numbers;
  private final @Nullable Fields @Nullable [] fields;
  private final long weight;

  private PackedRecords(
      byte[] bytes, int[] ends, long[] numbers, @Nullable Fields @Nullable [] fields, long weight) {
    this.bytes = bytes;
    this.ends = ends;
    this.numbers = numbers;
    this.fields = fields;
    this.weight = weight;
  }

  /** A copy of records. */
  public static PackedRecords copyOf(Iterable<DataRecord> records) {
    var builder = new Builder(0, 0);
    records.forEach(builder::add);
    return builder.build();
  }

  @Override
  public DataRecord get(int index) {
    Objects.checkIndex(index, size());
    int from = index == 0 ? 0 : ends[2 * index - 1];
    int middle = ends[2 * index];
    Fields own = fields == null ? null : fields[index];
    return new DataRecord(
        numbers[2 * index],
        ByteString.copyFrom(bytes, from, middle - from),
        ByteString.copyFrom(bytes, middle, ends[2 * index + 1] - middle),
        numbers[2 * index + 1],
        own == null ? Fields.EMPTY : own);
  }

  @Override
  public int size() {
    return numbers.length / 2;
  }

  /** The sequence of one of them, without making the record. */
  public long sequence(int index) {
    return numbers[2 * Objects.checkIndex(index, size())];
  }

  /** The sum of what {@link DataRecord#weight} says of each. */
  public long weight() {
    return weight;
  }

  /** Packs records, one behind the other. Not thread-safe. */
  public static final class Builder {
    private static final int BYTES_MIN = 256;
    private static final int RECORDS_MIN = 4;

    private byte[] bytes;
    private int[] ends;
    private long[] numbers;
    private @Nullable Fields @Nullable [] fields;
    private int size;
    private int length;
    private long weight;

    /**
     * Without records.
     *
     * @param bytes of keys and values for which room is made at once; more may come
     * @param records for which room is made at once; more may come
     */
    public Builder(int bytes, int records) {
      this.bytes = new byte[Math.max(BYTES_MIN, bytes)];
      this.ends = new int[2 * Math.max(RECORDS_MIN, records)];
      this.numbers = new long[ends.length];
    }

    /** Adds a record; its bytes are copied. */
    public Builder add(DataRecord record) {
      ByteString key = record.key();
      ByteString value = record.value();
      int keyEnd = Math.addExact(length, key.size());
      int valueEnd = Math.addExact(keyEnd, value.size());
      if (valueEnd > bytes.length) {
        bytes = Arrays.copyOf(bytes, larger(bytes.length, valueEnd));
      }
      if (2 * size == ends.length) {
        ends = Arrays.copyOf(ends, 2 * ends.length);
        numbers = Arrays.copyOf(numbers, ends.length);
      }
      key.copyTo(bytes, length);
      value.copyTo(bytes, keyEnd);
      ends[2 * size] = keyEnd;
      ends[2 * size + 1] = valueEnd;
      numbers[2 * size] = record.sequence();
      numbers[2 * size + 1] = record.eventTimeMs();
      if (record.fields().size() > 0) {
        keep(record.fields());
      }
      size++;
      length = valueEnd;
      weight += record.weight();
      return this;
    }

    private static int larger(int capacity, int needed) {
      return (int) Math.min(Integer.MAX_VALUE - 8, Math.max(2L * capacity, needed));
    }

    private void keep(Fields of) {
      @Nullable Fields[] all = fields == null ? new Fields[ends.length / 2] : fields;
      if (size >= all.length) {
        all = Arrays.copyOf(all, ends.length / 2);
      }
      all[size] = of;
      fields = all;
    }

    /** How many there are. */
    public int size() {
      return size;
    }

    /** Bytes of their keys and values. */
    public int length() {
      return length;
    }

    /** The sum of what {@link DataRecord#weight} says of each. */
    public long weight() {
      return weight;
    }

    /** The sequence of the first one. */
    public long firstSequence() {
      Objects.checkIndex(0, size);
      return numbers[0];
    }

    /** All of them. The builder is of no more use. */
    public PackedRecords build() {
      boolean loose = bytes.length - length > length / 8;
      return new PackedRecords(
          loose ? Arrays.copyOf(bytes, length) : bytes,
          Arrays.copyOf(ends, 2 * size),
          Arrays.copyOf(numbers, 2 * size),
          fields == null ? null : Arrays.copyOf(fields, size),
          weight);
    }
  }
}
