// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.processor;

import com.google.protobuf.ByteString;
import io.millrace.model.ResultRecord;

/** Says under which key a stage's output travels to the next stage. Called on every partition. */
@FunctionalInterface
public interface KeyBy {
  /**
   * The key, at least one byte; it decides which partition gets the record, and in what order. Must
   * depend on nothing but the output. An empty key, or an exception, is a failure of the processor
   * on the record that caused the output.
   */
  ByteString keyOf(ResultRecord output);
}
