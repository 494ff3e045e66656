// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.read;

import com.google.protobuf.ByteString;

/**
 * One document as it was found, not yet decoded.
 *
 * @param source the container: a jar, an archive, a file of many documents, or the input folder
 * @param path where it lies in the source
 * @param bytes its bytes after decompression
 */
record Document(String source, String path, ByteString bytes) {}
