// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.read;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Small facts beside a text, so few and short that they fit into a record with the largest text:
 * what is over the limits is left out, the first come first.
 */
final class Extras {
  /** The web address that the text is from. */
  static final String URL = "url";

  /** The title of a page. */
  static final String TITLE = "title";

  /** When it was fetched or written, as the file says it. */
  static final String DATE = "date";

  /** What the file says of the content, such as {@code sha1:…}. */
  static final String DIGEST = "digest";

  /** How it was encoded, if not in UTF-8. */
  static final String CHARSET = "charset";

  /** Before the name of any other column or field. */
  static final String PREFIX = "meta_";

  /** Most facts of a document. */
  static final int COUNT_MAX = 32;

  /** Most bytes of all names and values together. */
  static final int BYTES_MAX = 4 << 10;

  /** Longest value that is kept whole; a title is cut, others are left out. Unit: characters. */
  static final int VALUE_LENGTH_MAX = 1_000;

  private static final int NAME_LENGTH_MAX = 64;
  private static final Set<String> COMMON = Set.of(URL, TITLE, DATE, DIGEST);

  private final Map<String, String> fields = new LinkedHashMap<>();
  private int bytes;

  /** Adds a fact unless it is blank, too long, or there already. */
  Extras put(String name, String value) {
    if (value.isBlank()
        || value.length() > VALUE_LENGTH_MAX
        || fields.size() >= COUNT_MAX
        || fields.containsKey(name)) {
      return this;
    }
    byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
    int size = utf8.length + name.length();
    if (bytes + size <= BYTES_MAX) {
      bytes += size;
      // Back from bytes, so that half a character cannot get further.
      fields.put(name, new String(utf8, StandardCharsets.UTF_8));
    }
    return this;
  }

  /** Adds a title, cut to the longest value. */
  Extras title(String title) {
    return put(TITLE, title.substring(0, Math.min(title.length(), VALUE_LENGTH_MAX)));
  }

  /** Adds a field or column of the file under a name that no other fact has. */
  Extras column(String name, String value) {
    String plain = plain(name);
    return plain.isEmpty() ? this : put(COMMON.contains(plain) ? plain : PREFIX + plain, value);
  }

  /** Lower case letters, digits and underscores; everything else becomes an underscore. */
  private static String plain(String name) {
    var plain = new StringBuilder();
    for (int i = 0; i < Math.min(name.length(), NAME_LENGTH_MAX); i++) {
      char c = name.charAt(i);
      if (c >= 'A' && c <= 'Z') {
        plain.append((char) (c + ('a' - 'A')));
      } else {
        plain.append((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ? c : '_');
      }
    }
    return plain.toString();
  }

  Map<String, String> fields() {
    return fields;
  }
}
