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
    int from = start(index);
    int middle = ends[2 * index];
    return new DataRecord(
        numbers[2 * index],
        ByteString.copyFrom(bytes, from, middle - from),
        ByteString.copyFrom(bytes, middle, ends[2 * index + 1] - middle),
        numbers[2 * index + 1],
        fields(index));
  }

  private int start(int index) {
    return index == 0 ? 0 : ends[2 * index - 1];
  }

  private Fields fields(int index) {
    Fields own = fields == null ? null : fields[index];
    return own == null ? Fields.EMPTY : own;
  }

  @Override
  public int size() {
    return numbers.length / 2;
  }

  /** The sequence of one of them, without making the record. */
  public long sequence(int index) {
    return numbers[2 * Objects.checkIndex(index, size())];
  }

  /** {@link Token#of} the key of one of them. */
  public int token(int index) {
    int from = start(Objects.checkIndex(index, size()));
    return Token.of(bytes, from, ends[2 * index] - from);
  }

  /** {@link DataRecord#weight} of one of them. */
  public int weight(int index) {
    int from = start(Objects.checkIndex(index, size()));
    return DataRecord.weight(ends[2 * index + 1] - from, fields(index));
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
      makeRoom(key.size(), value.size());
      key.copyTo(bytes, length);
      value.copyTo(bytes, length + key.size());
      return added(
          record.sequence(), key.size(), value.size(), record.eventTimeMs(), record.fields());
    }

    /** Adds one of other records; its bytes are copied. */
    public Builder add(PackedRecords from, int index) {
      int start = from.start(index);
      int keyBytes = from.ends[2 * index] - start;
      int valueBytes = from.ends[2 * index + 1] - start - keyBytes;
      makeRoom(keyBytes, valueBytes);
      System.arraycopy(from.bytes, start, bytes, length, keyBytes + valueBytes);
      return added(
          from.numbers[2 * index],
          keyBytes,
          valueBytes,
          from.numbers[2 * index + 1],
          from.fields(index));
    }

    /**
     * Adds a record without fields whose key and value lie among other bytes; they are copied.
     *
     * @param sequence from 1
     * @param keyBytes how long the key is, from 1
     * @param eventTimeMs or {@link DataRecord#NO_EVENT_TIME}
     */
    public Builder add(
        long sequence,
        byte[] from,
        int keyAt,
        int keyBytes,
        int valueAt,
        int valueBytes,
        long eventTimeMs) {
      makeRoom(keyBytes, valueBytes);
      System.arraycopy(from, keyAt, bytes, length, keyBytes);
      System.arraycopy(from, valueAt, bytes, length + keyBytes, valueBytes);
      return added(sequence, keyBytes, valueBytes, eventTimeMs, Fields.EMPTY);
    }

    private void makeRoom(int keyBytes, int valueBytes) {
      int end = Math.addExact(length, Math.addExact(keyBytes, valueBytes));
      if (end > bytes.length) {
        bytes = Arrays.copyOf(bytes, larger(bytes.length, end));
      }
      if (2 * size == ends.length) {
        ends = Arrays.copyOf(ends, 2 * ends.length);
        numbers = Arrays.copyOf(numbers, ends.length);
      }
    }

    private Builder added(
        long sequence, int keyBytes, int valueBytes, long eventTimeMs, Fields own) {
      ends[2 * size] = length + keyBytes;
      ends[2 * size + 1] = length + keyBytes + valueBytes;
      numbers[2 * size] = sequence;
      numbers[2 * size + 1] = eventTimeMs;
      if (own.size() > 0) {
        keep(own);
      }
      size++;
      length += keyBytes + valueBytes;
      weight += DataRecord.weight(keyBytes + valueBytes, own);
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
