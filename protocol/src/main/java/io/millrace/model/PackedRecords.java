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
  /** Of each record in {@link #spans}: where its key begins and ends, where its value does. */
  private static final int SPANS = 4;

  /** Of each record in {@link #numbers}: its sequence and its event time. */
  private static final int NUMBERS = 2;

  private final byte[] bytes;
  private final int[] spans;
  private final long[] numbers;
  private final @Nullable Fields @Nullable [] fields;
  private final long weight;

  private PackedRecords(byte[] bytes, Places places) {
    this.bytes = bytes;
    this.spans = Arrays.copyOf(places.spans, SPANS * places.size);
    this.numbers = Arrays.copyOf(places.numbers, NUMBERS * places.size);
    this.fields = places.fields == null ? null : Arrays.copyOf(places.fields, places.size);
    this.weight = places.weight;
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
    return new DataRecord(
        numbers[NUMBERS * index],
        ByteString.copyFrom(bytes, keyAt(index), keyBytes(index)),
        ByteString.copyFrom(bytes, valueAt(index), valueBytes(index)),
        numbers[NUMBERS * index + 1],
        fields(index));
  }

  private int keyAt(int index) {
    return spans[SPANS * index];
  }

  private int keyBytes(int index) {
    return spans[SPANS * index + 1] - spans[SPANS * index];
  }

  private int valueAt(int index) {
    return spans[SPANS * index + 2];
  }

  private int valueBytes(int index) {
    return spans[SPANS * index + 3] - spans[SPANS * index + 2];
  }

  private Fields fields(int index) {
    Fields own = fields == null ? null : fields[index];
    return own == null ? Fields.EMPTY : own;
  }

  @Override
  public int size() {
    return numbers.length / NUMBERS;
  }

  /** The sequence of one of them, without making the record. */
  public long sequence(int index) {
    return numbers[NUMBERS * Objects.checkIndex(index, size())];
  }

  /** {@link Token#of} the key of one of them. */
  public int token(int index) {
    Objects.checkIndex(index, size());
    return Token.of(bytes, keyAt(index), keyBytes(index));
  }

  /** {@link DataRecord#weight} of one of them. */
  public int weight(int index) {
    Objects.checkIndex(index, size());
    return DataRecord.weight(keyBytes(index) + valueBytes(index), fields(index));
  }

  /** The sum of what {@link DataRecord#weight} says of each. */
  public long weight() {
    return weight;
  }

  /** Where records lie in an array that holds other things too. Not thread-safe. */
  public static final class Places {
    private static final int RECORDS_MIN = 4;

    private int[] spans;
    private long[] numbers;
    private @Nullable Fields @Nullable [] fields;
    private int size;
    private long weight;

    /**
     * Without records.
     *
     * @param records for which room is made at once; more may come
     */
    public Places(int records) {
      int room = Math.max(RECORDS_MIN, records);
      this.spans = new int[SPANS * room];
      this.numbers = new long[NUMBERS * room];
    }

    /**
     * Adds a record.
     *
     * @param sequence from 1
     * @param keyBytes how long the key is, from 1
     * @param eventTimeMs or {@link DataRecord#NO_EVENT_TIME}
     */
    public void add(
        long sequence,
        int keyAt,
        int keyBytes,
        int valueAt,
        int valueBytes,
        long eventTimeMs,
        Fields own) {
      if (SPANS * size == spans.length) {
        spans = Arrays.copyOf(spans, 2 * spans.length);
        numbers = Arrays.copyOf(numbers, 2 * numbers.length);
      }
      spans[SPANS * size] = keyAt;
      spans[SPANS * size + 1] = keyAt + keyBytes;
      spans[SPANS * size + 2] = valueAt;
      spans[SPANS * size + 3] = valueAt + valueBytes;
      numbers[NUMBERS * size] = sequence;
      numbers[NUMBERS * size + 1] = eventTimeMs;
      if (own.size() > 0) {
        keep(own);
      }
      size++;
      weight += DataRecord.weight(keyBytes + valueBytes, own);
    }

    private void keep(Fields of) {
      int room = numbers.length / NUMBERS;
      @Nullable Fields[] all = fields == null ? new Fields[room] : fields;
      if (size >= all.length) {
        all = Arrays.copyOf(all, room);
      }
      all[size] = of;
      fields = all;
    }

    /** How many there are. */
    public int size() {
      return size;
    }

    /**
     * The records that lie there in these bytes, which are not copied and must not change.
     *
     * @param bytes kept as long as the records are
     */
    public PackedRecords in(byte[] bytes) {
      return new PackedRecords(bytes, this);
    }
  }

  /** Packs records, one behind the other. Not thread-safe. */
  public static final class Builder {
    private static final int BYTES_MIN = 256;

    private final int bytesExpected;
    private final Places places;
    private byte[] bytes;
    private int length;

    /**
     * Without records.
     *
     * @param bytes of keys and values for which room is made at once; more may come
     * @param records for which room is made at once; more may come
     */
    public Builder(int bytes, int records) {
      this(bytes, bytes, records);
    }

    /**
     * Without records.
     *
     * @param bytes of keys and values for which room is made at once
     * @param bytesExpected for how many there is room once those did not do; more may come
     * @param records for which room is made at once; more may come
     */
    public Builder(int bytes, int bytesExpected, int records) {
      this.bytesExpected = bytesExpected;
      this.places = new Places(records);
      this.bytes = new byte[Math.max(BYTES_MIN, bytes)];
    }

    /** Adds a record; its bytes are copied. */
    public Builder add(DataRecord record) {
      ByteString key = record.key();
      ByteString value = record.value();
      makeRoom(key.size(), value.size());
      key.copyTo(bytes, length);
      value.copyTo(bytes, length + key.size());
      added(record.sequence(), key.size(), value.size(), record.eventTimeMs(), record.fields());
      return this;
    }

    /** Adds one of other records; its bytes are copied. */
    public Builder add(PackedRecords from, int index) {
      int keyBytes = from.keyBytes(index);
      int valueBytes = from.valueBytes(index);
      makeRoom(keyBytes, valueBytes);
      System.arraycopy(from.bytes, from.keyAt(index), bytes, length, keyBytes);
      System.arraycopy(from.bytes, from.valueAt(index), bytes, length + keyBytes, valueBytes);
      long sequence = from.numbers[NUMBERS * index];
      long eventTimeMs = from.numbers[NUMBERS * index + 1];
      added(sequence, keyBytes, valueBytes, eventTimeMs, from.fields(index));
      return this;
    }

    private void makeRoom(int keyBytes, int valueBytes) {
      int end = Math.addExact(length, Math.addExact(keyBytes, valueBytes));
      if (end > bytes.length) {
        int least = Math.max(end, bytesExpected);
        bytes = Arrays.copyOf(bytes, larger(bytes.length, least));
      }
    }

    private static int larger(int capacity, int needed) {
      return (int) Math.min(Integer.MAX_VALUE - 8, Math.max(2L * capacity, needed));
    }

    private void added(long sequence, int keyBytes, int valueBytes, long eventTimeMs, Fields own) {
      int valueAt = length + keyBytes;
      places.add(sequence, length, keyBytes, valueAt, valueBytes, eventTimeMs, own);
      length = valueAt + valueBytes;
    }

    /** How many there are. */
    public int size() {
      return places.size;
    }

    /** Bytes of their keys and values. */
    public int length() {
      return length;
    }

    /** The sum of what {@link DataRecord#weight} says of each. */
    public long weight() {
      return places.weight;
    }

    /** The sequence of the first one. */
    public long firstSequence() {
      Objects.checkIndex(0, places.size);
      return places.numbers[0];
    }

    /** All of them. The builder is of no more use. */
    public PackedRecords build() {
      boolean loose = bytes.length - length > length / 8;
      return places.in(loose ? Arrays.copyOf(bytes, length) : bytes);
    }
  }
}
