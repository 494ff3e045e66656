// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus;

import java.util.Map;
import java.util.TreeMap;

/** What a record says of its document beside the text; results have it among their fields. */
final class Headers {
  /** The container. */
  static final String SOURCE = "source";

  /** Where the document lies in the container. */
  static final String PATH = "path";

  /** Size before decoding and normalising. Unit: bytes. */
  static final String RAW_BYTES = "raw_bytes";

  /** Malformed bytes that were replaced; left out if there were none. */
  static final String BAD_BYTES = "bad_bytes";

  private Headers() {}

  static Map<String, String> of(Document document, int badBytes) {
    var headers = new TreeMap<String, String>();
    headers.put(SOURCE, document.source());
    headers.put(PATH, document.path());
    headers.put(RAW_BYTES, Integer.toString(document.bytes().size()));
    if (badBytes > 0) {
      headers.put(BAD_BYTES, Integer.toString(badBytes));
    }
    return headers;
  }
}
