// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.serde;

import com.fasterxml.jackson.core.type.TypeReference;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import com.google.protobuf.UnsafeByteOperations;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import java.util.Locale;

/** Ready-made serdes. What they refuse, they refuse as CALLER. */
public final class Serdes {
  private static final Serde<ByteString> BYTES = Serde.of("bytes", value -> value, bytes -> bytes);
  private static final Serde<String> UTF8 = Serde.of("utf8", Utf8::encode, Utf8::decode);
  private static final Serde<Long> INT64 =
      Serde.of("int64", value -> bigEndian(value), bytes -> bigEndian("int64", bytes));
  private static final Serde<Double> FLOAT64 =
      Serde.of(
          "float64",
          value -> bigEndian(Double.doubleToLongBits(value)),
          bytes -> Double.longBitsToDouble(bigEndian("float64", bytes)));

  private Serdes() {}

  /** The bytes as they are. */
  public static Serde<ByteString> bytes() {
    return BYTES;
  }

  /** Text. Bytes that are not UTF-8, and text with half a surrogate pair, are refused. */
  public static Serde<String> utf8() {
    return UTF8;
  }

  /** Whole numbers: always 8 bytes, big-endian two's complement. */
  public static Serde<Long> int64() {
    return INT64;
  }

  /** Fractions: always 8 bytes, big-endian IEEE 754 binary64; every NaN is written alike. */
  public static Serde<Double> float64() {
    return FLOAT64;
  }

  /**
   * JSON of a class, best a record. Refused: unknown properties, null or nothing for a primitive,
   * null as the whole, bytes behind the value. A component that is missing is null. Instants and
   * the like of {@code java.time} are ISO 8601 text. Class names in the JSON mean nothing.
   */
  public static <T> Serde<T> json(Class<T> type) {
    return JsonSerde.strict(type, type.getSimpleName());
  }

  /** The same for a generic type: {@code json(new TypeReference<List<Order>>() {})}. */
  public static <T> Serde<T> json(TypeReference<T> type) {
    return JsonSerde.strict(type.getType(), type.getType().getTypeName());
  }

  /**
   * The same, but unknown properties are passed over: for values of senders who add properties. Not
   * for state: what is passed over is lost with the next write.
   */
  public static <T> Serde<T> jsonIgnoringUnknown(Class<T> type) {
    return JsonSerde.lenient(type, type.getSimpleName());
  }

  /**
   * Protobuf messages. Fields that the message does not know are kept.
   *
   * @param prototype any message of the type, usually {@code Order.getDefaultInstance()}
   */
  public static <T extends Message> Serde<T> protobuf(T prototype) {
    String name = "protobuf(" + prototype.getDescriptorForType().getFullName() + ")";
    @SuppressWarnings("unchecked") // a generated message parses its own class
    Parser<T> parser = (Parser<T>) prototype.getParserForType();
    return Serde.of(
        name,
        Message::toByteString,
        bytes -> {
          try {
            return parser.parseFrom(bytes);
          } catch (InvalidProtocolBufferException e) {
            throw refused("bytes are not such a message", e)
                .with("serde", name)
                .with("bytes", bytes.size())
                .with("cause", e.getMessage());
          }
        });
  }

  /** Kryo with every class named by a number: see {@link KryoSerde}. */
  public static <T> KryoSerde.Builder<T> kryo(Class<T> type) {
    return new KryoSerde.Builder<>(type);
  }

  static MillraceException refused(String text) {
    return MillraceException.of(Kind.CALLER, text);
  }

  static MillraceException refused(String text, Throwable cause) {
    return MillraceException.of(Kind.CALLER, text, cause);
  }

  private static ByteString bigEndian(long value) {
    byte[] bytes = new byte[Long.BYTES];
    for (int i = 0; i < Long.BYTES; i++) {
      bytes[i] = (byte) (value >>> (56 - 8 * i));
    }
    return UnsafeByteOperations.unsafeWrap(bytes);
  }

  private static long bigEndian(String name, ByteString bytes) {
    if (bytes.size() != Long.BYTES) {
      throw refused(String.format(Locale.ROOT, "%s of %d bytes", name, bytes.size()))
          .with("expected", Long.BYTES);
    }
    long value = 0;
    for (int i = 0; i < Long.BYTES; i++) {
      value = (value << 8) | (bytes.byteAt(i) & 0xff);
    }
    return value;
  }
}
