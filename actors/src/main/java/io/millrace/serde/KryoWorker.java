// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.serde;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.io.Output;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One Kryo that knows exactly the classes it was given. Not thread-safe; useless after a failure.
 */
final class KryoWorker {
  /** Deepest nesting of objects. */
  private static final int DEPTH_MAX = 200;

  /** A longer buffer is not kept for the next value. */
  private static final int KEPT_BYTES_MAX = 64 << 10;

  private static final byte[] NOTHING = {};

  private final String name;
  private final Class<?> type;
  private final int bytesMax;
  private final Strict kryo = new Strict();
  private final Output out;
  private final KryoInput in;

  KryoWorker(String name, Class<?> type, Map<Integer, Class<?>> classes, int bytesMax) {
    this.name = name;
    this.type = type;
    this.bytesMax = bytesMax;
    this.out = new Output(Math.min(256, bytesMax), bytesMax);
    this.in = new KryoInput(bytesMax);
    KryoCommon.register(kryo);
    classes.forEach((id, javaClass) -> kryo.register(javaClass, id));
  }

  /** Remembers which class was not registered, so that the message can say what to do. */
  private static final class Strict extends Kryo {
    private @Nullable Class<?> unregistered;

    private Strict() {
      setRegistrationRequired(true);
      setReferences(false);
      setMaxDepth(DEPTH_MAX);
    }

    @Override
    protected String unregisteredClassMessage(@SuppressWarnings("rawtypes") Class javaClass) {
      unregistered = javaClass;
      return "class is not registered: " + javaClass.getName();
    }
  }

  ByteString write(Object value) {
    out.reset();
    try {
      kryo.writeClassAndObject(out, value);
    } catch (RuntimeException | StackOverflowError e) {
      Class<?> unregistered = kryo.unregistered;
      if (unregistered != null) {
        throw Serdes.refused("class is not registered with Kryo", e)
            .with("serde", name)
            .with("class", unregistered.getName())
            .with("expected", expected(unregistered));
      }
      throw Serdes.refused("value cannot be written by Kryo", e)
          .with("serde", name)
          .with("class", value.getClass().getName())
          .with("bytesMax", bytesMax)
          .with("cause", e.getMessage());
    }
    ByteString bytes = UnsafeByteOperations.unsafeWrap(out.toBytes());
    if (out.getBuffer().length > KEPT_BYTES_MAX) {
      out.setBuffer(new byte[Math.min(256, bytesMax)], bytesMax);
    }
    return bytes;
  }

  private static String expected(Class<?> unregistered) {
    return ".register(ID, "
        + unregistered.getSimpleName()
        + ".class) where the serde is built; ID from "
        + KryoSerde.ID_MIN
        + ", never used for another class";
  }

  Object read(ByteString bytes) {
    if (bytes.size() > bytesMax) {
      throw Serdes.refused("value is too long for Kryo")
          .with("serde", name)
          .with("bytes", bytes.size())
          .with("bytesMax", bytesMax);
    }
    in.setBuffer(bytes.toByteArray());
    Object value;
    try {
      value = kryo.readClassAndObject(in);
    } catch (RuntimeException | StackOverflowError e) {
      throw Serdes.refused("bytes cannot be read by Kryo", e)
          .with("serde", name)
          .with("offset", in.position())
          .with("bytes", bytes.size())
          .with("cause", e.getMessage());
    }
    if (!type.isInstance(value)) {
      throw Serdes.refused("Kryo read another class")
          .with("serde", name)
          .with("class", value == null ? "null" : value.getClass().getName())
          .with("expected", type.getName());
    }
    if (in.position() != bytes.size()) {
      throw Serdes.refused("bytes behind the value")
          .with("serde", name)
          .with("offset", in.position())
          .with("bytes", bytes.size());
    }
    in.setBuffer(NOTHING);
    return value;
  }
}
