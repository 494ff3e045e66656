// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.suite.codec;

/**
 * One way to turn a batch into stored bytes and back, in this JVM. Not thread-safe.
 *
 * @param <S> the stored form
 */
interface BatchCodec<S> {
  /**
   * Encodes.
   *
   * @return what it came to, in bytes
   */
  long encode(Batch batch);

  /** Encodes, to be decoded later. */
  S stored(Batch batch);

  /** Bytes of the stored form. */
  long bytes(S stored);

  /**
   * Decodes.
   *
   * @return something that depends on all that was decoded
   */
  long decode(Batch batch, S stored);
}
