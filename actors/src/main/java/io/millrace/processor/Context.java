// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.processor;

import com.google.protobuf.ByteString;
import java.util.Optional;

/** What a processor may know besides the record. Valid during one call only. */
public interface Context {
  /** The state of the record's key, empty if it has none. */
  Optional<ByteString> state();
}
