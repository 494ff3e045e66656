// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.millrace.processor.Effect;
import io.millrace.processor.Processor;
import java.nio.ByteBuffer;

/** Counts the records of each key: a key's state and its newest result are its count so far. */
public final class Counting {
  private Counting() {}

  /** One for all keys; holds nothing. */
  public static Processor processor() {
    return (record, context) -> {
      long count = context.state().map(Counting::count).orElse(0L) + 1;
      ByteString bytes =
          UnsafeByteOperations.unsafeWrap(ByteBuffer.allocate(Long.BYTES).putLong(count).array());
      return Effect.builder().emit(bytes).setState(bytes).build();
    };
  }

  /** The count that a result holds. */
  public static long count(ByteString result) {
    return result.asReadOnlyByteBuffer().getLong();
  }
}
