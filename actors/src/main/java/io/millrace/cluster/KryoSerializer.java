// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.cluster;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.typed.ActorRefResolver;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.serialization.SerializerWithStringManifest;

/**
 * Carries Millrace's messages between nodes, over Kryo with registration required. A message starts
 * with the version of the layout; classes are numbers, never names, and a class that is not in
 * {@link KryoMessages} is refused on both sides. Thread-safe.
 */
public final class KryoSerializer extends SerializerWithStringManifest {
  private static final int IDENTIFIER = 7301;
  private static final byte VERSION = 1;
  private static final int MESSAGE_BYTES_MAX = 4 << 20;

  private final ThreadLocal<Kryo> kryos;

  /** Called by Pekko, with the system it serves. */
  public KryoSerializer(ExtendedActorSystem system) {
    ActorRefResolver refs = ActorRefResolver.get(Adapter.toTyped(system));
    this.kryos = ThreadLocal.withInitial(() -> KryoMessages.create(refs));
  }

  @Override
  public int identifier() {
    return IDENTIFIER;
  }

  @Override
  public String manifest(Object message) {
    return "";
  }

  @Override
  public byte[] toBinary(Object message) {
    Kryo kryo = kryos.get();
    if (kryo.getClassResolver().getRegistration(message.getClass()) == null) {
      throw MillraceException.of(Kind.BUG, "message class is not registered for the wire")
          .with("class", message.getClass().getName())
          .with("expected", "a class listed in KryoMessages");
    }
    var out = new Output(512, MESSAGE_BYTES_MAX);
    out.writeByte(VERSION);
    try {
      kryo.writeClassAndObject(out, message);
    } catch (KryoException e) {
      throw MillraceException.of(Kind.BUG, "message cannot be written", e)
          .with("class", message.getClass().getName())
          .with("bytesMax", MESSAGE_BYTES_MAX);
    }
    return out.toBytes();
  }

  @Override
  public Object fromBinary(byte[] bytes, String manifest) {
    if (bytes.length == 0 || bytes[0] != VERSION) {
      throw MillraceException.of(Kind.CORRUPT, "message of an unknown version")
          .with("version", bytes.length == 0 ? "none" : bytes[0])
          .with("expected", VERSION);
    }
    var in = new Input(bytes, 1, bytes.length - 1);
    try {
      Object message = kryos.get().readClassAndObject(in);
      if (message == null || in.position() != in.limit()) {
        throw new KryoException("bytes after the message: " + (in.limit() - in.position()));
      }
      return message;
    } catch (RuntimeException e) {
      throw MillraceException.of(Kind.CORRUPT, "message cannot be read", e)
          .with("bytes", bytes.length)
          .with("cause", e.getMessage());
    }
  }
}
