// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.read;

import java.util.Map;

/**
 * One document, decoded.
 *
 * @param source the container: a jar, an archive, or the input folder
 * @param path where it lies in the source
 * @param text its text, as the file has it; of a page of HTML its main text
 * @param rawBytes size before decoding, after decompression. Unit: bytes
 * @param badBytes malformed bytes that were replaced
 * @param fields small facts that the file tells beside the text; names as {@link Extras} makes them
 * @param position where reading goes on behind it
 */
public record Document(
    String source,
    String path,
    String text,
    long rawBytes,
    int badBytes,
    Map<String, String> fields,
    Position position) {
  public Document {
    fields = Map.copyOf(fields);
  }
}
