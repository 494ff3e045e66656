// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.read;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What there is to read, without having read it.
 *
 * @param entries files and entries of archives
 * @param bytes their size as far as it is known
 * @param hash stands for names, sizes, versions and settings: another input has another hash
 */
public record InputListing(long entries, long bytes, String hash) {
  /** Part of the hash: grows when the same input would give other records. */
  private static final int READING_VERSION = 2;

  private static final int HASH_BYTES = 16;

  /**
   * The producer to read this input as. The same input is the same producer, which sends the same
   * records under the same numbers, so that a repeat changes nothing.
   */
  public String producer() {
    return "corpus-" + hash;
  }

  /** Gathers entries; keeps none of them. */
  static final class Builder {
    private final MessageDigest digest = sha256();
    private long entries;
    private long bytes;

    Builder(ReadSettings settings) {
      digest.update((byte) READING_VERSION);
      text(settings.toString());
    }

    private static MessageDigest sha256() {
      try {
        return MessageDigest.getInstance("SHA-256");
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("SHA-256: missing (expected: every Java has it)", e);
      }
    }

    void add(InputEntry entry) {
      entries++;
      bytes += Math.max(0, entry.size());
      text(entry.source());
      text(entry.path());
      digest.update(
          ByteBuffer.allocate(17)
              .putLong(entry.size())
              .putLong(entry.version())
              .put((byte) (entry.readable() ? 1 : 0))
              .flip());
    }

    private void text(String text) {
      byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
      digest.update(ByteBuffer.allocate(4).putInt(utf8.length).flip());
      digest.update(utf8);
    }

    InputListing build() {
      return new InputListing(
          entries, bytes, HexFormat.of().formatHex(digest.digest(), 0, HASH_BYTES));
    }
  }
}
