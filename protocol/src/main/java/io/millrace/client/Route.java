// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.client;

import java.time.Duration;
import java.util.Arrays;

/**
 * Which address a session tries next, and after what pause. When a stream breaks, every address is
 * tried once without a pause, the others first; only then the pauses begin. An address that asked
 * to be left alone is passed over meanwhile. Not thread-safe.
 */
final class Route {
  private final Backoff backoff;
  private final long retryAfterMaxNs;
  private final long[] restNs;
  private final long[] restFromNs;
  private int address;
  private int freeAttempts;

  /**
   * A route over addresses 0 to {@code addresses - 1}.
   *
   * @param first where it starts
   * @param retryAfterMax longest rest that an address may ask for
   */
  Route(int addresses, int first, Backoff backoff, Duration retryAfterMax) {
    this.backoff = backoff;
    this.retryAfterMaxNs = retryAfterMax.toNanos();
    this.restNs = new long[addresses];
    this.restFromNs = new long[addresses];
    this.address = first;
    this.freeAttempts = addresses - 1;
  }

  /** The address to try. */
  int address() {
    return address;
  }

  /** The stream got on: when it breaks, all addresses deserve an attempt at once. */
  void worked() {
    freeAttempts = restNs.length;
    backoff.reset();
  }

  /**
   * The stream broke: moves on.
   *
   * @param retryAfter how long the address asks to be left alone, or zero
   * @return the pause before the next attempt. Unit: nanoseconds
   */
  long failed(long nowNs, Duration retryAfter) {
    rest(nowNs, retryAfter);
    long pauseNs;
    if (freeAttempts > 0) {
      freeAttempts--;
      pauseNs = 0;
    } else {
      freeAttempts = restNs.length - 1;
      pauseNs = backoff.nextNs();
    }
    address = next(nowNs);
    return Math.max(pauseNs, leftNs(address, nowNs));
  }

  private void rest(long nowNs, Duration retryAfter) {
    restFromNs[address] = nowNs;
    restNs[address] =
        retryAfter.isZero() || retryAfter.isNegative()
            ? 0
            : backoff.spread(
                retryAfter.compareTo(Duration.ofNanos(retryAfterMaxNs)) > 0
                    ? retryAfterMaxNs
                    : retryAfter.toNanos());
  }

  private int next(long nowNs) {
    int best = (address + 1) % restNs.length;
    for (int i = 2; i <= restNs.length; i++) {
      int candidate = (address + i) % restNs.length;
      if (leftNs(candidate, nowNs) < leftNs(best, nowNs)) {
        best = candidate;
      }
    }
    return best;
  }

  private long leftNs(int candidate, long nowNs) {
    return Math.max(0, restNs[candidate] - (nowNs - restFromNs[candidate]));
  }

  @Override
  public String toString() {
    return "Route[address=" + address + ", restsNs=" + Arrays.toString(restNs) + "]";
  }
}
