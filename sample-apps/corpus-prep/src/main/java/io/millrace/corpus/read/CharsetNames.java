// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.read;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What people mean by the name of a charset, which is often a larger one than they say: the names
 * that the WHATWG's Encoding Standard (section 4.2) gives another meaning have it here too.
 */
final class CharsetNames {
  /** Where a page may declare its charset, as browsers look for it. */
  private static final int PRESCAN_BYTES = 4 << 10;

  private static final Pattern DECLARED =
      Pattern.compile(
          "<meta\\b[^>]{0,400}?\\bcharset\\s*=\\s*[\"']?\\s*([-\\w.:]+)"
              + "|^\\s*<\\?xml\\b[^>]{0,200}?\\bencoding\\s*=\\s*[\"']([-\\w.:]+)",
          Pattern.CASE_INSENSITIVE);

  private static final Map<String, String> MEANT =
      Map.ofEntries(
          Map.entry("ascii", "windows-1252"),
          Map.entry("us-ascii", "windows-1252"),
          Map.entry("ansi", "windows-1252"),
          Map.entry("iso-8859-1", "windows-1252"),
          Map.entry("iso8859-1", "windows-1252"),
          Map.entry("iso_8859-1", "windows-1252"),
          Map.entry("latin1", "windows-1252"),
          Map.entry("latin-1", "windows-1252"),
          Map.entry("l1", "windows-1252"),
          Map.entry("iso-8859-9", "windows-1254"),
          Map.entry("latin5", "windows-1254"),
          Map.entry("iso-8859-11", "x-windows-874"),
          Map.entry("tis-620", "x-windows-874"),
          Map.entry("windows-874", "x-windows-874"),
          Map.entry("iso-8859-8-i", "iso-8859-8"),
          Map.entry("gb2312", "gb18030"),
          Map.entry("gb_2312-80", "gb18030"),
          Map.entry("gbk", "gb18030"),
          Map.entry("x-gbk", "gb18030"),
          Map.entry("euc-kr", "x-windows-949"),
          Map.entry("ks_c_5601-1987", "x-windows-949"),
          Map.entry("shift_jis", "windows-31j"),
          Map.entry("shift-jis", "windows-31j"),
          Map.entry("sjis", "windows-31j"),
          Map.entry("x-sjis", "windows-31j"),
          Map.entry("utf8", "utf-8"),
          Map.entry("unicode-1-1-utf-8", "utf-8"));

  private CharsetNames() {}

  /** The charset that is meant; empty if nobody knows it. */
  static Optional<Charset> find(String name) {
    String plain = name.strip().toLowerCase(Locale.ROOT);
    try {
      Charset charset = Charset.forName(MEANT.getOrDefault(plain, plain));
      return Optional.of(charset);
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      return Optional.empty(); // A name that means nothing declares nothing.
    }
  }

  /** What a page declares in itself. */
  static Optional<Charset> inMarkup(byte[] page) {
    var head =
        new String(page, 0, Math.min(PRESCAN_BYTES, page.length), StandardCharsets.ISO_8859_1);
    Matcher found = DECLARED.matcher(head);
    if (!found.find()) {
      return Optional.empty();
    }
    String name = found.group(1) != null ? found.group(1) : found.group(2);
    // Were it in UTF-16, the declaration would not be found.
    return find(name == null || name.toLowerCase(Locale.ROOT).startsWith("utf-16") ? "" : name);
  }

  /** Whether text in it is made of ASCII bytes although it is more than ASCII. */
  static boolean isSevenBit(Charset charset) {
    return charset.name().startsWith("ISO-2022") || charset.name().equals("UTF-7");
  }
}
