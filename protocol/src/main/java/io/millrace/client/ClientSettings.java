// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.client;

import java.time.Duration;

/**
 * How a client behaves. Start from {@link #defaults} and change what differs.
 *
 * @param batchRecordsMax records per message, 1 to 10,000
 * @param batchBytesMax bytes of records per message, 1 to 4 MiB; a larger record goes alone
 * @param unackedRecordsMax records of a session, from the oldest one without answer on, 1 to 2^24
 * @param unackedBytesMax bytes of records that may be without answer, 1 up; one record may always
 *     be
 * @param openTimeout how long opening a producer may take over all attempts, above 0
 * @param reconnectTimeMax how long a session may go without progress before it gives up, above 0
 * @param backoffMin pause before the second attempt, above 0; doubles with each one
 * @param backoffMax longest pause, not below {@code backoffMin}
 * @param requestTimeout deadline of a single call, and of the Welcome on a new stream, above 0
 * @param finishTimeout how long {@link ProducerSession#finish()} waits, above 0
 * @param inboundBytesMax largest message taken from the service, 64 KiB up
 */
public record ClientSettings(
    int batchRecordsMax,
    int batchBytesMax,
    int unackedRecordsMax,
    long unackedBytesMax,
    Duration openTimeout,
    Duration reconnectTimeMax,
    Duration backoffMin,
    Duration backoffMax,
    Duration requestTimeout,
    Duration finishTimeout,
    int inboundBytesMax) {
  private static final ClientSettings DEFAULTS =
      new ClientSettings(
          1_000,
          128 << 10,
          1 << 18,
          64L << 20,
          Duration.ofSeconds(30),
          Duration.ofMinutes(2),
          Duration.ofMillis(50),
          Duration.ofSeconds(2),
          Duration.ofSeconds(10),
          Duration.ofMinutes(5),
          16 << 20);

  public ClientSettings {
    checkRange("batchRecordsMax", batchRecordsMax, 1, 10_000);
    checkRange("batchBytesMax", batchBytesMax, 1, 4 << 20);
    checkRange("unackedRecordsMax", unackedRecordsMax, 1, 1 << 24);
    checkRange("unackedBytesMax", unackedBytesMax, 1, Long.MAX_VALUE);
    checkPositive("openTimeout", openTimeout);
    checkPositive("reconnectTimeMax", reconnectTimeMax);
    checkPositive("backoffMin", backoffMin);
    checkPositive("backoffMax", backoffMax);
    checkPositive("requestTimeout", requestTimeout);
    checkPositive("finishTimeout", finishTimeout);
    checkRange("inboundBytesMax", inboundBytesMax, 64 << 10, Integer.MAX_VALUE);
    if (backoffMax.compareTo(backoffMin) < 0) {
      throw new IllegalArgumentException(
          "backoffMax: " + backoffMax + " (expected: >= backoffMin " + backoffMin + ")");
    }
  }

  /** Settings that suit a client with tens of megabytes to spare and a service nearby. */
  public static ClientSettings defaults() {
    return DEFAULTS;
  }

  /** These settings with other batches. */
  public ClientSettings withBatches(int recordsMax, int bytesMax) {
    return new ClientSettings(
        recordsMax,
        bytesMax,
        unackedRecordsMax,
        unackedBytesMax,
        openTimeout,
        reconnectTimeMax,
        backoffMin,
        backoffMax,
        requestTimeout,
        finishTimeout,
        inboundBytesMax);
  }

  /** These settings with other bounds on what may be without answer. */
  public ClientSettings withUnacked(int recordsMax, long bytesMax) {
    return new ClientSettings(
        batchRecordsMax,
        batchBytesMax,
        recordsMax,
        bytesMax,
        openTimeout,
        reconnectTimeMax,
        backoffMin,
        backoffMax,
        requestTimeout,
        finishTimeout,
        inboundBytesMax);
  }

  /** These settings with other bounds on opening and on getting back after a break. */
  public ClientSettings withReconnect(
      Duration open, Duration reconnect, Duration min, Duration max) {
    return new ClientSettings(
        batchRecordsMax,
        batchBytesMax,
        unackedRecordsMax,
        unackedBytesMax,
        open,
        reconnect,
        min,
        max,
        requestTimeout,
        finishTimeout,
        inboundBytesMax);
  }

  /**
   * These settings with other times to wait for a call and for {@link ProducerSession#finish()}.
   */
  public ClientSettings withTimeouts(Duration request, Duration finish) {
    return new ClientSettings(
        batchRecordsMax,
        batchBytesMax,
        unackedRecordsMax,
        unackedBytesMax,
        openTimeout,
        reconnectTimeMax,
        backoffMin,
        backoffMax,
        request,
        finish,
        inboundBytesMax);
  }

  /** These settings with another bound on the service's messages. */
  public ClientSettings withInboundBytesMax(int bytes) {
    return new ClientSettings(
        batchRecordsMax,
        batchBytesMax,
        unackedRecordsMax,
        unackedBytesMax,
        openTimeout,
        reconnectTimeMax,
        backoffMin,
        backoffMax,
        requestTimeout,
        finishTimeout,
        bytes);
  }

  private static void checkRange(String name, long value, long min, long max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          name + ": " + value + " (expected: " + min + " to " + max + ")");
    }
  }

  private static void checkPositive(String name, Duration value) {
    if (value.isZero() || value.isNegative()) {
      throw new IllegalArgumentException(name + ": " + value + " (expected: above 0)");
    }
  }
}
