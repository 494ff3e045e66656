// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus;

import com.google.protobuf.ByteString;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Stands for a text: the first {@value #BYTES} bytes of its SHA-256. Two texts share one only with
 * a chance that nobody meets, and nobody can make two that do.
 */
final class Fingerprint {
  /** Length of a fingerprint. */
  static final int BYTES = 16;

  private Fingerprint() {}

  static ByteString of(ByteString text) {
    MessageDigest digest = sha256();
    digest.update(text.asReadOnlyByteBuffer());
    return ByteString.copyFrom(digest.digest(), 0, BYTES);
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256: missing (expected: every Java has it)", e);
    }
  }
}
