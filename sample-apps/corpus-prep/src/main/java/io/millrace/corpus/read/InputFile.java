// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.read;

import java.nio.file.Path;

/**
 * A file of the input.
 *
 * @param source the container that its documents are said to come from
 * @param path where the file lies in the source; empty if it is the source
 * @param kind how it is read
 * @param file where it lies on this machine
 */
record InputFile(String source, String path, FileKind kind, Path file) {
  /** What problems and listings call it: the path, or the source where there is none. */
  String label() {
    return path.isEmpty() ? source : path;
  }
}
