// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.rule.pii;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * Replaces what tells of a person by a token that says what it was. One pass from left to right;
 * where several kinds could be meant, the one with a check digit wins. What a pass left in place, a
 * second pass leaves in place too. Safe for any thread.
 */
public final class PiiScrubber {
  private static final byte DIGIT = 1;
  private static final byte SIGN = 2;
  private static final byte COLON = 3;
  private static final byte UPPER = 4;
  private static final byte PHONE_START = 5;

  private static final byte[] TRIGGERS = triggers();

  private final Set<PiiKind> kinds;
  private final boolean publicOnly;
  private final Phone phone;

  /** A scrubber of these settings. */
  public PiiScrubber(PiiSettings settings) {
    kinds =
        settings.kinds().isEmpty()
            ? EnumSet.noneOf(PiiKind.class)
            : EnumSet.copyOf(settings.kinds());
    publicOnly = settings.publicOnly();
    phone = new Phone(settings.region());
  }

  /** Scrubs a text. */
  public Scrubbed scrub(String text) {
    if (kinds.isEmpty()) {
      return new Scrubbed(text, Map.of());
    }
    var pass = new Pass(text);
    int at = 0;
    int length = text.length();
    while (at < length) {
      char c = text.charAt(at);
      byte trigger = c < TRIGGERS.length ? TRIGGERS[c] : 0;
      at = trigger == 0 ? at + 1 : look(pass, trigger, at);
    }
    return pass.result();
  }

  /** Looks for something around the place; returns where to go on. */
  private int look(Pass pass, byte trigger, int at) {
    String text = pass.text;
    if (trigger == SIGN) {
      int start = kinds.contains(PiiKind.EMAIL) ? Mail.start(text, at, pass.done) : -1;
      int end = start < 0 ? -1 : Mail.end(text, at);
      return end < 0 ? at + 1 : pass.replace(PiiKind.EMAIL, start, end);
    }
    if (trigger == COLON) {
      return lookIpv6(pass, at);
    }
    if (Ascii.isWordAt(text, at - 1)) {
      return trigger == DIGIT ? behindDigits(text, at) : at + 1;
    }
    if (trigger == UPPER) {
      int end = kinds.contains(PiiKind.IBAN) ? Iban.end(text, at) : -1;
      return end < 0 ? at + 1 : pass.replace(PiiKind.IBAN, at, end);
    }
    return trigger == DIGIT ? lookNumber(pass, at) : lookPhone(pass, at);
  }

  private int lookIpv6(Pass pass, int at) {
    if (!kinds.contains(PiiKind.IPV6)) {
      return at + 1;
    }
    int start = Ipv6.start(pass.text, at, pass.done);
    int end = start < 0 ? -1 : Ipv6.end(pass.text, start);
    if (end < 0) {
      return at + 1;
    }
    boolean stays = publicOnly && !Ipv6.isPublic(pass.text, start);
    return stays ? end : pass.replace(PiiKind.IPV6, start, end);
  }

  private int lookNumber(Pass pass, int at) {
    String text = pass.text;
    boolean behindDot = Ascii.isAt(text, at - 1, '.') && Ascii.isDigitAt(text, at - 2);
    if (kinds.contains(PiiKind.IPV4) && !behindDot) {
      int end = Ipv4.end(text, at);
      if (end > 0) {
        boolean stays = publicOnly && !Ipv4.isPublic(text, at, end);
        return stays ? end : pass.replace(PiiKind.IPV4, at, end);
      }
    }
    if (kinds.contains(PiiKind.CARD) && !behindDot) {
      int end = Card.end(text, at);
      if (end > 0) {
        return pass.replace(PiiKind.CARD, at, end);
      }
    }
    return behindDot ? behindDigits(text, at) : lookPhone(pass, at);
  }

  private int lookPhone(Pass pass, int at) {
    int end = kinds.contains(PiiKind.PHONE) ? phone.end(pass.text, at) : -1;
    if (end > 0) {
      return pass.replace(PiiKind.PHONE, at, end);
    }
    return Math.max(at + 1, behindDigits(pass.text, at));
  }

  private static int behindDigits(String text, int from) {
    int at = from;
    while (Ascii.isDigitAt(text, at)) {
      at++;
    }
    return at;
  }

  private static byte[] triggers() {
    var table = new byte[128];
    for (char c = '0'; c <= '9'; c++) {
      table[c] = DIGIT;
    }
    for (char c = 'A'; c <= 'Z'; c++) {
      table[c] = UPPER;
    }
    table['@'] = SIGN;
    table[':'] = COLON;
    table['+'] = PHONE_START;
    table['('] = PHONE_START;
    return table;
  }

  /** One text on its way through. */
  private static final class Pass {
    private final String text;
    private final StringBuilder out = new StringBuilder(0);
    private final EnumMap<PiiKind, Integer> found = new EnumMap<>(PiiKind.class);
    private int done;

    private Pass(String text) {
      this.text = text;
    }

    private int replace(PiiKind kind, int start, int end) {
      if (found.isEmpty()) {
        out.ensureCapacity(text.length());
      }
      out.append(text, done, start).append(kind.token());
      found.merge(kind, 1, Integer::sum);
      done = end;
      return end;
    }

    private Scrubbed result() {
      return found.isEmpty()
          ? new Scrubbed(text, Map.of())
          : new Scrubbed(out.append(text, done, text.length()).toString(), found);
    }
  }
}
