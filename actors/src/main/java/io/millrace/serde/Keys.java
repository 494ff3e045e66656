// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.serde;

import com.google.protobuf.ByteString;
import java.util.HexFormat;

/** How messages show a key. */
public final class Keys {
  /** Characters of a longer text, and bytes of longer others, are cut. */
  private static final int SHOWN_MAX = 40;

  private Keys() {}

  /** Printable text in quotes, anything else in hex; long ones cut. */
  public static String show(ByteString key) {
    String rest = "";
    ByteString shown = key;
    if (key.size() > SHOWN_MAX) {
      rest = "... (" + key.size() + " bytes)";
      shown = key.substring(0, SHOWN_MAX);
      // Not in the middle of a character, if it is text.
      for (int cut = 1; cut <= 3 && !shown.isValidUtf8(); cut++) {
        shown = key.substring(0, SHOWN_MAX - cut);
      }
      if (!shown.isValidUtf8()) {
        shown = key.substring(0, SHOWN_MAX);
      }
    }
    if (shown.isValidUtf8()) {
      String text = shown.toStringUtf8();
      if (text.codePoints().noneMatch(Keys::isHidden)) {
        return "\"" + text + "\"" + rest;
      }
    }
    return "0x" + HexFormat.of().formatHex(shown.toByteArray()) + rest;
  }

  private static boolean isHidden(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.UNASSIGNED,
          Character.PRIVATE_USE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> false;
    };
  }
}
