// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The one failure of Millrace: a kind that says what to do, a constant text, and facts as pairs.
 * Expected outcomes are replies, not exceptions; broken invariants of our own are JDK exceptions.
 */
public final class MillraceException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** What the one who meets the failure should do. */
  public enum Kind {
    /** Fix the request. */
    CALLER,
    /** Name something that exists. */
    NOT_FOUND,
    /** Find the new owner. */
    FENCED,
    /**
     * The producer was idle for longer than its retention: open it FRESH, with new records only.
     */
    EXPIRED,
    /** Back off. */
    BUSY,
    /** Try again later; what was asked may or may not have happened. */
    UNAVAILABLE,
    /** Stop and call someone: stored bytes are not what was written. */
    CORRUPT,
    /** Report it to us. */
    BUG
  }

  private final Kind kind;
  private final String text;
  private final LinkedHashMap<String, String> facts = new LinkedHashMap<>();

  private MillraceException(Kind kind, String text, @Nullable Throwable cause) {
    super(text, cause);
    this.kind = kind;
    this.text = text;
  }

  /** A failure without a cause; add facts with {@link #with}. */
  public static MillraceException of(Kind kind, String text) {
    return new MillraceException(kind, text, null);
  }

  /** A failure that another one caused. */
  public static MillraceException of(Kind kind, String text, Throwable cause) {
    return new MillraceException(kind, text, cause);
  }

  /** Adds a fact and returns this; for the code that throws, not for the one that catches. */
  public MillraceException with(String name, @Nullable Object value) {
    facts.put(name, String.valueOf(value));
    return this;
  }

  /** What to do. */
  public Kind kind() {
    return kind;
  }

  /** The facts, in the order they were added. */
  public Map<String, String> facts() {
    return Collections.unmodifiableMap(new LinkedHashMap<>(facts));
  }

  /** The constant text, then the facts. */
  @Override
  public String getMessage() {
    if (facts.isEmpty()) {
      return text;
    }
    var message = new StringBuilder(text);
    String separator = ": ";
    for (var fact : facts.entrySet()) {
      message.append(separator).append(fact.getKey()).append('=').append(fact.getValue());
      separator = ", ";
    }
    return message.toString();
  }
}
