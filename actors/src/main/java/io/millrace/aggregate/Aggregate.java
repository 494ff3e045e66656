// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.aggregate;

import com.google.protobuf.CodedInputStream;
import java.io.IOException;
import java.util.List;

/**
 * A way to fold records into an {@link Accumulator} and to write its result as fields. {@link
 * Aggregates} has the usual ones. Immutable, thread-safe: all partitions of a job share one.
 */
public interface Aggregate {
  /**
   * Says what is folded and how, as in {@code sum(bytes)}. Two aggregates of one name read each
   * other's state; whatever changes its meaning, such as a sketch's size, is part of the name.
   */
  String name();

  /** Every field that {@link Accumulator#putInto} may put; none may be another aggregate's. */
  List<String> fields();

  /** An accumulator that has seen no record. */
  Accumulator create();

  /**
   * An accumulator as {@link Accumulator#writeTo} wrote it, by this version or an older one.
   *
   * @param in ends with the state of all aggregates together, so exactly as much is read as was
   *     written
   * @throws IOException if the bytes are not what was written
   */
  Accumulator read(CodedInputStream in) throws IOException;
}
