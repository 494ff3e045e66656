// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.window;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import io.millrace.aggregate.Accumulator;
import io.millrace.model.DataRecord;
import io.millrace.model.Fields;
import io.millrace.model.FieldsBuilder;
import io.millrace.serde.Keys;
import io.millrace.serde.UnreadableStateException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One window of a key. Its accumulator stays bytes until it is needed: a record touches few of the
 * windows. Confined to one call of the processor.
 */
final class OpenWindow {
  private static final int BUFFER_BYTES = 128;

  private final OpenWindows owner;
  private long startMs;
  private long endMs;
  private long revision;
  private boolean untold;
  private boolean touched;

  /** As it was stored; not valid any more once there is an accumulator. */
  private ByteString stored;

  private @Nullable Accumulator accumulator;

  /**
   * @param revision that of the newest result, 0 if there was none
   * @param untold whether there are records that no result tells of
   */
  OpenWindow(
      OpenWindows owner,
      long startMs,
      long endMs,
      long revision,
      boolean untold,
      ByteString stored) {
    this.owner = owner;
    this.startMs = startMs;
    this.endMs = endMs;
    this.revision = revision;
    this.untold = untold;
    this.stored = stored;
  }

  static OpenWindow empty(OpenWindows owner, long startMs, long endMs) {
    var window = new OpenWindow(owner, startMs, endMs, 0, false, ByteString.EMPTY);
    window.accumulator = owner.aggregate().create();
    return window;
  }

  long startMs() {
    return startMs;
  }

  long endMs() {
    return endMs;
  }

  long revision() {
    return revision;
  }

  boolean isUntold() {
    return untold;
  }

  /** Whether a record was added since it was read. */
  boolean isTouched() {
    return touched;
  }

  void add(DataRecord record) {
    accumulator().add(record);
    touched = true;
    untold = true;
  }

  /** Takes in another window, and all time in between. */
  void merge(OpenWindow other) {
    accumulator().merge(other.accumulator());
    extend(other.startMs, other.endMs);
    revision = Math.max(revision, other.revision);
  }

  void extend(long fromMs, long toMs) {
    startMs = Math.min(startMs, fromMs);
    endMs = Math.max(endMs, toMs);
  }

  /** The next result's fields; from here on it is told. */
  Fields tell() {
    revision++;
    untold = false;
    FieldsBuilder fields = Fields.builder();
    accumulator().putInto(fields);
    return fields
        .putTimeMs(Windows.START, startMs)
        .putTimeMs(Windows.END, endMs)
        .put(Windows.REVISION, revision)
        .build();
  }

  /** The window as an interval of ISO 8601. */
  ByteString interval() {
    return ByteString.copyFromUtf8(
        Instant.ofEpochMilli(startMs) + "/" + Instant.ofEpochMilli(endMs));
  }

  private Accumulator accumulator() {
    if (accumulator == null) {
      CodedInputStream in = stored.newCodedInput();
      try {
        accumulator = owner.aggregate().read(in);
        if (!in.isAtEnd()) {
          throw new IOException("bytes behind it (expected: none)");
        }
      } catch (IOException | RuntimeException e) {
        throw new UnreadableStateException(
            "state cannot be decoded: key="
                + Keys.show(owner.key())
                + ", window="
                + interval().toStringUtf8()
                + ", aggregates="
                + owner.aggregate().name()
                + ", cause="
                + e.getMessage(),
            e);
      }
    }
    return accumulator;
  }

  /** The accumulator's bytes. */
  ByteString bytes() {
    if (accumulator == null) {
      return stored;
    }
    ByteString.Output bytes = ByteString.newOutput(BUFFER_BYTES);
    CodedOutputStream out = CodedOutputStream.newInstance(bytes, BUFFER_BYTES);
    try {
      accumulator.writeTo(out);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteString();
  }
}
