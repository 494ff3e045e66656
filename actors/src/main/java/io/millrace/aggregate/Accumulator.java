// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.aggregate;

import com.google.protobuf.CodedOutputStream;
import io.millrace.model.DataRecord;
import io.millrace.model.FieldsBuilder;
import java.io.IOException;

/**
 * What an {@link Aggregate} has made of the records so far. The same records in the same order give
 * the same bytes, on every machine. Not thread-safe.
 */
public interface Accumulator {
  /**
   * Takes a record in.
   *
   * @throws io.millrace.model.MillraceException CALLER if the record has a value of another type,
   *     or one that does not fit; the accumulator is then not to be used any more
   */
  void add(DataRecord record);

  /**
   * Takes in all that another one has seen.
   *
   * @param other of an aggregate of the same name; not to be used any more
   * @throws io.millrace.model.MillraceException CALLER if both together do not fit
   */
  void merge(Accumulator other);

  /** Writes all that {@link Aggregate#read} needs, a version first. */
  void writeTo(CodedOutputStream out) throws IOException;

  /** Puts the result; what no record has told, such as the mean of nothing, is not put. */
  void putInto(FieldsBuilder fields);
}
