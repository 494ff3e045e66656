// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.read;

/**
 * What is known of a piece of input before it is read: a file, or an entry of an archive. Equal
 * listings stand for equal input.
 *
 * @param source the container
 * @param path where it lies in the source
 * @param size bytes; -1 if unknown
 * @param version tells changed content of the same size apart: an archive entry's CRC-32, a file's
 *     modification time in milliseconds since 1970-01-01T00:00Z
 * @param readable whether it could be opened when it was listed
 */
record InputEntry(String source, String path, long size, long version, boolean readable) {}
