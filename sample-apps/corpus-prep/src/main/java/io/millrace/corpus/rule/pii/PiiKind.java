// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.rule.pii;

/** What is taken out, and what stands in its place. */
public enum PiiKind {
  /** A mail address. */
  EMAIL("email", "<EMAIL>"),
  /** An IP address of version 4. */
  IPV4("ipv4", "<IPV4>"),
  /** An IP address of version 6. */
  IPV6("ipv6", "<IPV6>"),
  /** A phone number. */
  PHONE("phone", "<PHONE>"),
  /** Number of a payment card. */
  CARD("card", "<CARD>"),
  /** International bank account number. */
  IBAN("iban", "<IBAN>");

  private final String label;
  private final String token;

  PiiKind(String label, String token) {
    this.label = label;
    this.token = token;
  }

  /** As recipes and reports have it. */
  public String label() {
    return label;
  }

  /** What takes its place in the text. */
  public String token() {
    return token;
  }
}
