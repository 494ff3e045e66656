// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.skip;

import com.google.common.hash.BloomFilter;
import com.google.common.hash.Funnel;
import com.google.common.hash.PrimitiveSink;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * A Bloom filter over hashes, in the bytes that Guava writes: strategy, number of hash functions,
 * number of words, words. Read when first asked: most are not, since a range has said no before.
 * Thread-safe.
 */
final class Filter {
  /** Strategy, hash functions, number of words. */
  private static final int HEAD_BYTES = 1 + 1 + Integer.BYTES;

  /** Murmur3 of 128 bits, of which all are used. */
  private static final int STRATEGY = 1;

  private static final int FUNCTIONS_MAX = 32;

  /** One hash on its way into a filter; changed for the next, so that none is boxed. */
  private static final class Hash {
    private long bits;
  }

  private enum HashFunnel implements Funnel<Hash> {
    INSTANCE;

    @Override
    public void funnel(Hash from, PrimitiveSink into) {
      into.putLong(from.bits);
    }
  }

  /** Fills a filter. Not thread-safe. */
  static final class Builder {
    private final BloomFilter<Hash> filter;
    private final Hash hash = new Hash();

    Builder(int distinct, double falsePositiveRate) {
      filter = BloomFilter.create(HashFunnel.INSTANCE, distinct, falsePositiveRate);
    }

    void add(long bits) {
      hash.bits = bits;
      filter.put(hash);
    }
  }

  private final ByteString bytes;
  private @Nullable BloomFilter<Hash> read;

  private Filter(ByteString bytes) {
    this.bytes = bytes;
  }

  /** A filter that holds these, of which there is at least one. */
  static Filter of(DistinctHashes hashes, double falsePositiveRate) {
    var builder = new Builder(hashes.size(), falsePositiveRate);
    hashes.addTo(builder);
    var out = ByteString.newOutput(bytes(hashes.size(), falsePositiveRate));
    try {
      builder.filter.writeTo(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Filter(out.toByteString());
  }

  /** About how many bytes a filter takes. */
  static int bytes(int distinct, double falsePositiveRate) {
    double bits = -distinct * Math.log(falsePositiveRate) / (Math.log(2) * Math.log(2));
    return HEAD_BYTES + ((int) (bits / Long.SIZE) + 1) * Long.BYTES;
  }

  /** Reads what was stored, checked so far that no question can fail. */
  static Filter read(ByteString bytes, SkipInput in, String what) {
    int words = (bytes.size() - HEAD_BYTES) / Long.BYTES;
    if (words < 1 || bytes.size() != HEAD_BYTES + words * Long.BYTES) {
      throw in.refusal(what, "6 bytes and one or more words of 8", bytes.size() + " bytes");
    }
    if (bytes.byteAt(0) != STRATEGY) {
      throw in.refusal(what + " strategy", STRATEGY, bytes.byteAt(0));
    }
    int functions = bytes.byteAt(1);
    if (functions < 1 || functions > FUNCTIONS_MAX) {
      throw in.refusal(what + " hash functions", "1 to " + FUNCTIONS_MAX, functions);
    }
    int told = bytes.substring(2, HEAD_BYTES).asReadOnlyByteBuffer().getInt();
    if (told != words) {
      throw in.refusal(what + " words", words, told);
    }
    return new Filter(bytes);
  }

  /** As stored. */
  ByteString bytes() {
    return bytes;
  }

  /** Whether it may hold a hash: yes if it does, and now and then if it does not. */
  boolean mayHold(long bits) {
    BloomFilter<Hash> filter = read;
    if (filter == null) {
      try {
        filter = BloomFilter.readFrom(bytes.newInput(), HashFunnel.INSTANCE);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      read = filter;
    }
    var hash = new Hash();
    hash.bits = bits;
    return filter.mightContain(hash);
  }
}
