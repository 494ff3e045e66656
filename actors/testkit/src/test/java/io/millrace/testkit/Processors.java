// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.testkit;

import com.google.protobuf.ByteOutput;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.millrace.processor.Effect;
import io.millrace.processor.Processor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** Processors that do what they should, and others that do not. */
final class Processors {
  private Processors() {}

  static ByteString bytes(String text) {
    return ByteString.copyFromUtf8(text);
  }

  /**
   * Counts each key's records in its state. Values are orders: "bad" is refused, "boom" throws,
   * "forget" deletes the state, "side" goes to the side output, too.
   */
  static Processor counter() {
    return (record, context) -> {
      int count = context.state().map(s -> Integer.parseInt(s.toStringUtf8())).orElse(0) + 1;
      ByteString text = bytes(Integer.toString(count));
      return switch (record.value().toStringUtf8()) {
        case "bad" -> Effect.refuse("value is bad");
        case "boom" -> throw new IllegalStateException("cannot work on boom");
        case "forget" -> Effect.builder().deleteState().build();
        case "side" -> Effect.builder().emit(text).emitTo("side", text).setState(text).build();
        default -> Effect.builder().emit(text).setState(text).build();
      };
    };
  }

  /** Counts in a field of each instance. */
  static Supplier<Processor> fieldCounter() {
    return () -> {
      var count = new AtomicLong();
      return (record, context) -> emit(count.incrementAndGet());
    };
  }

  /** Counts in a field that all instances share. */
  static Supplier<Processor> sharedCounter() {
    var count = new AtomicLong();
    return () -> (record, context) -> emit(count.incrementAndGet());
  }

  /** The same, but put back to nothing with each run, so that only a second try shows it. */
  static Supplier<Processor> countedTries() {
    var tries = new AtomicLong();
    return () ->
        (record, context) -> {
          if (record.sequence() == 1 && context.state().isEmpty()) {
            tries.set(0);
          }
          return Effect.builder()
              .emit(bytes(Long.toString(tries.incrementAndGet())))
              .setState(record.value())
              .build();
        };
  }

  static Supplier<Processor> nanoTime() {
    return () -> (record, context) -> emit(System.nanoTime());
  }

  static Supplier<Processor> millis() {
    return () -> (record, context) -> emit(System.currentTimeMillis());
  }

  static Supplier<Processor> random() {
    return () -> {
      var random = new Random();
      return (record, context) -> emit(random.nextLong());
    };
  }

  /** Writes into the bytes of its record. */
  static Supplier<Processor> scribbler() {
    return () ->
        (record, context) -> {
          var output = new Scribbler();
          try {
            UnsafeByteOperations.unsafeWriteTo(record.value(), output);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
          return Effect.builder().emit(record.value()).build();
        };
  }

  private static final class Scribbler extends ByteOutput {
    @Override
    public void write(byte value) {}

    @Override
    public void write(byte[] value, int offset, int length) {
      value[offset] ^= 1;
    }

    @Override
    public void writeLazy(byte[] value, int offset, int length) {
      write(value, offset, length);
    }

    @Override
    public void write(ByteBuffer value) {}

    @Override
    public void writeLazy(ByteBuffer value) {}
  }

  /** Gives one buffer away again and again. */
  static Supplier<Processor> bufferReuser() {
    return () -> {
      byte[] buffer = new byte[1];
      return (record, context) -> {
        buffer[0] = record.value().byteAt(0);
        return Effect.builder().emit(UnsafeByteOperations.unsafeWrap(buffer)).build();
      };
    };
  }

  /** Gives no effect. */
  @SuppressWarnings("NullAway") // It is what it does wrong.
  static Supplier<Processor> nothing() {
    return () -> (record, context) -> null;
  }

  private static Effect emit(long number) {
    return Effect.builder().emit(bytes(Long.toString(number))).build();
  }
}
