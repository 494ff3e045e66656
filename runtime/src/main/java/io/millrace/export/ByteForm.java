// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.export;

/** What the bytes of keys or values are taken for in a file with typed columns. */
public enum ByteForm {
  /** Text if all of them are UTF-8, otherwise bytes. */
  auto,
  /** Text; one that is not UTF-8 fails the export. */
  text,
  /** Bytes as they are. */
  bytes,
  /** One JSON value each; one that is not fails the export. */
  json
}
