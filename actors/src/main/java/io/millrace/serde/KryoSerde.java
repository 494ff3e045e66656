// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.serde;

import com.esotericsoftware.kryo.util.Pool;
import com.google.protobuf.ByteString;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Values by Kryo. Every class that may occur has a number, which is all that is written of it: give
 * each class its number once, and never again to another one. Number and names and types of a
 * class's fields are the layout; whoever changes them makes a new version of the state (see {@link
 * StateSerde}).
 *
 * <p>Registered already are the primitives, String, the arrays of primitives, {@code List.of} and
 * its like, the usual collections of {@code java.util}, BigInteger, BigDecimal, UUID, Instant,
 * Duration, LocalDate, LocalDateTime. A class needs a constructor without parameters, unless it is
 * a record or an enum. An object that is met twice is written twice, so a cycle is refused.
 *
 * <p>Thread-safe: each call borrows a Kryo, of which at most {@link #IDLE_MAX} are kept.
 */
public final class KryoSerde<T> implements Serde<T> {
  /** Lowest number of a class of the user's. */
  public static final int ID_MIN = 100;

  /** Highest number. */
  public static final int ID_MAX = 1_000_000;

  /** Largest value unless the builder says otherwise, in bytes. */
  public static final int BYTES_MAX_DEFAULT = 1 << 20;

  /** Kryos kept for the next call; more threads than that make and drop theirs. */
  static final int IDLE_MAX = 16;

  private static final int BYTES_MAX_LIMIT = 16 << 20;

  private final String name;
  private final Pool<KryoWorker> workers;

  private KryoSerde(Builder<T> builder) {
    this.name = "kryo(" + builder.type.getSimpleName() + ")";
    Class<T> type = builder.type;
    Map<Integer, Class<?>> classes =
        Collections.unmodifiableMap(new LinkedHashMap<>(builder.classes));
    int bytesMax = builder.bytesMax;
    this.workers =
        new Pool<>(true, false, IDLE_MAX) {
          @Override
          protected KryoWorker create() {
            return new KryoWorker(name, type, classes, bytesMax);
          }
        };
  }

  /**
   * Gathers the classes. Not thread-safe.
   *
   * @param <T> type of the values; may be an interface or an abstract class
   */
  public static final class Builder<T> {
    private final Class<T> type;
    private final Map<Integer, Class<?>> classes = new LinkedHashMap<>();
    private int bytesMax = BYTES_MAX_DEFAULT;

    Builder(Class<T> type) {
      this.type = type;
    }

    /**
     * Gives a class its number.
     *
     * @param id {@link #ID_MIN} to {@link #ID_MAX}
     */
    public Builder<T> register(int id, Class<?> javaClass) {
      if (id < ID_MIN || id > ID_MAX) {
        throw new IllegalArgumentException(
            "id of "
                + javaClass.getName()
                + ": "
                + id
                + " (expected: "
                + ID_MIN
                + " to "
                + ID_MAX
                + ")");
      }
      if (javaClass.isArray() || javaClass.isInterface()) {
        throw new IllegalArgumentException(
            "class: " + javaClass.getTypeName() + " (expected: a class; for arrays, a list)");
      }
      Class<?> other = classes.putIfAbsent(id, javaClass);
      if (other != null) {
        throw new IllegalArgumentException(
            "id of "
                + javaClass.getName()
                + ": "
                + id
                + " (expected: another one, this is "
                + other.getName()
                + "'s)");
      }
      if (classes.values().stream().filter(javaClass::equals).count() > 1) {
        throw new IllegalArgumentException(
            "class: " + javaClass.getName() + " has two ids (expected: one)");
      }
      return this;
    }

    /**
     * Largest value that is written or read.
     *
     * @param bytes 1 to 16 MiB
     */
    public Builder<T> bytesMax(int bytes) {
      if (bytes < 1 || bytes > BYTES_MAX_LIMIT) {
        throw new IllegalArgumentException(
            "bytesMax: " + bytes + " (expected: 1 to " + BYTES_MAX_LIMIT + ")");
      }
      bytesMax = bytes;
      return this;
    }

    /** The serde. */
    public KryoSerde<T> build() {
      var serde = new KryoSerde<>(this);
      // A class that Kryo cannot deal with is found now, not at the first record.
      serde.workers.free(serde.workers.obtain());
      return serde;
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public ByteString encode(T value) {
    KryoWorker worker = workers.obtain();
    ByteString bytes = worker.write(value);
    // After a failure it is dropped: nobody knows what is left in it.
    workers.free(worker);
    return bytes;
  }

  @Override
  @SuppressWarnings("unchecked") // the worker checks the class
  public T decode(ByteString bytes) {
    KryoWorker worker = workers.obtain();
    T value = (T) worker.read(bytes);
    workers.free(worker);
    return value;
  }

  @Override
  public String toString() {
    return name;
  }
}
