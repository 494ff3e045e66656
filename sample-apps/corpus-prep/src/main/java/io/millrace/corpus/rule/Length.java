// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.rule;

/** Length of a text. Unit: Unicode characters. */
public record Length() implements Measure {
  @Override
  public String name() {
    return "length.characters";
  }

  @Override
  public double of(TextStats text) {
    return text.text().codePointCount(0, text.length());
  }
}
