// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.token;

/**
 * A whole file of an export.
 *
 * @param name without folder
 * @param bytes its size
 * @param sha256 of its bytes, in hexadecimal digits
 */
record PackedFile(String name, long bytes, String sha256) {}
