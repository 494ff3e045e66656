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
 * @param linger how long a record of {@code send} or of a processor waits for its batch to fill, 0
 *     up; those of {@code submit} wait for a flush
 * @param flowRequestMax records that a processor requests at once, 1 to 10,000
 * @param openTimeout how long opening a producer may take over all attempts, above 0
 * @param reconnectTimeMax how long a session may go without progress before it gives up, above 0
 * @param backoffMin first pause once all addresses have failed, above 0; doubles with each round
 * @param backoffMax longest pause, not below {@code backoffMin}
 * @param retryAfterMax longest rest that a node may ask for itself; up to a quarter is added, above
 *     0
 * @param requestTimeout deadline of a single call, and of the Welcome on a new stream, above 0
 * @param finishTimeout how long {@link ProducerSession#finish()} waits, above 0
 * @param silenceMax how long a stream may say nothing while it owes answers; after one to one and a
 *     half times this a new connection is opened, above 0
 * @param keepAlive after how long without a byte a connection with calls is asked whether it lives,
 *     10 s up
 * @param keepAliveTimeout how long it may take to say so, above 0
 * @param inboundBytesMax largest message taken from the service, 64 KiB up
 */
public record ClientSettings(
    int batchRecordsMax,
    int batchBytesMax,
    int unackedRecordsMax,
    long unackedBytesMax,
    Duration linger,
    int flowRequestMax,
    Duration openTimeout,
    Duration reconnectTimeMax,
    Duration backoffMin,
    Duration backoffMax,
    Duration retryAfterMax,
    Duration requestTimeout,
    Duration finishTimeout,
    Duration silenceMax,
    Duration keepAlive,
    Duration keepAliveTimeout,
    int inboundBytesMax) {
  private static final ClientSettings DEFAULTS =
      new ClientSettings(
          1_000,
          128 << 10,
          1 << 18,
          64L << 20,
          Duration.ofMillis(5),
          256,
          Duration.ofSeconds(30),
          Duration.ofMinutes(2),
          Duration.ofMillis(50),
          Duration.ofSeconds(2),
          Duration.ofSeconds(5),
          Duration.ofSeconds(10),
          Duration.ofMinutes(5),
          Duration.ofMinutes(1),
          Duration.ofSeconds(30),
          Duration.ofSeconds(10),
          16 << 20);

  public ClientSettings {
    checkRange("batchRecordsMax", batchRecordsMax, 1, 10_000);
    checkRange("batchBytesMax", batchBytesMax, 1, 4 << 20);
    checkRange("unackedRecordsMax", unackedRecordsMax, 1, 1 << 24);
    checkRange("unackedBytesMax", unackedBytesMax, 1, Long.MAX_VALUE);
    checkNotBelow("linger", linger, Duration.ZERO);
    checkRange("flowRequestMax", flowRequestMax, 1, 10_000);
    checkPositive("openTimeout", openTimeout);
    checkPositive("reconnectTimeMax", reconnectTimeMax);
    checkPositive("backoffMin", backoffMin);
    checkNotBelow("backoffMax", backoffMax, backoffMin);
    checkPositive("retryAfterMax", retryAfterMax);
    checkPositive("requestTimeout", requestTimeout);
    checkPositive("finishTimeout", finishTimeout);
    checkPositive("silenceMax", silenceMax);
    checkNotBelow("keepAlive", keepAlive, Duration.ofSeconds(10));
    checkPositive("keepAliveTimeout", keepAliveTimeout);
    checkRange("inboundBytesMax", inboundBytesMax, 64 << 10, Integer.MAX_VALUE);
  }

  /** Settings that suit a client with tens of megabytes to spare and a service nearby. */
  public static ClientSettings defaults() {
    return DEFAULTS;
  }

  /** These settings with other batches. */
  public ClientSettings withBatches(int recordsMax, int bytesMax) {
    var draft = new Draft(this);
    draft.batchRecordsMax = recordsMax;
    draft.batchBytesMax = bytesMax;
    return draft.settings();
  }

  /** These settings with other bounds on what may be without answer. */
  public ClientSettings withUnacked(int recordsMax, long bytesMax) {
    var draft = new Draft(this);
    draft.unackedRecordsMax = recordsMax;
    draft.unackedBytesMax = bytesMax;
    return draft.settings();
  }

  /** These settings with another wait of single records for their batch. */
  public ClientSettings withLinger(Duration longest) {
    var draft = new Draft(this);
    draft.linger = longest;
    return draft.settings();
  }

  /** These settings with another bound on what a processor requests at once. */
  public ClientSettings withFlowRequestMax(int records) {
    var draft = new Draft(this);
    draft.flowRequestMax = records;
    return draft.settings();
  }

  /** These settings with other bounds on opening and on getting back after a break. */
  public ClientSettings withReconnect(
      Duration open, Duration reconnect, Duration min, Duration max) {
    var draft = new Draft(this);
    draft.openTimeout = open;
    draft.reconnectTimeMax = reconnect;
    draft.backoffMin = min;
    draft.backoffMax = max;
    return draft.settings();
  }

  /** These settings with another bound on the rest that a node may ask for. */
  public ClientSettings withRetryAfterMax(Duration longest) {
    var draft = new Draft(this);
    draft.retryAfterMax = longest;
    return draft.settings();
  }

  /**
   * These settings with other times to wait for a call and for {@link ProducerSession#finish()}.
   */
  public ClientSettings withTimeouts(Duration request, Duration finish) {
    var draft = new Draft(this);
    draft.requestTimeout = request;
    draft.finishTimeout = finish;
    return draft.settings();
  }

  /** These settings with other ways to find out that a connection is dead. */
  public ClientSettings withLiveness(Duration silence, Duration ping, Duration pingTimeout) {
    var draft = new Draft(this);
    draft.silenceMax = silence;
    draft.keepAlive = ping;
    draft.keepAliveTimeout = pingTimeout;
    return draft.settings();
  }

  /** These settings with another bound on the service's messages. */
  public ClientSettings withInboundBytesMax(int bytes) {
    var draft = new Draft(this);
    draft.inboundBytesMax = bytes;
    return draft.settings();
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

  private static void checkNotBelow(String name, Duration value, Duration min) {
    if (value.compareTo(min) < 0) {
      throw new IllegalArgumentException(name + ": " + value + " (expected: >= " + min + ")");
    }
  }

  /** Settings on their way to others. */
  private static final class Draft {
    private int batchRecordsMax;
    private int batchBytesMax;
    private int unackedRecordsMax;
    private long unackedBytesMax;
    private Duration linger;
    private int flowRequestMax;
    private Duration openTimeout;
    private Duration reconnectTimeMax;
    private Duration backoffMin;
    private Duration backoffMax;
    private Duration retryAfterMax;
    private Duration requestTimeout;
    private Duration finishTimeout;
    private Duration silenceMax;
    private Duration keepAlive;
    private Duration keepAliveTimeout;
    private int inboundBytesMax;

    private Draft(ClientSettings from) {
      batchRecordsMax = from.batchRecordsMax;
      batchBytesMax = from.batchBytesMax;
      unackedRecordsMax = from.unackedRecordsMax;
      unackedBytesMax = from.unackedBytesMax;
      linger = from.linger;
      flowRequestMax = from.flowRequestMax;
      openTimeout = from.openTimeout;
      reconnectTimeMax = from.reconnectTimeMax;
      backoffMin = from.backoffMin;
      backoffMax = from.backoffMax;
      retryAfterMax = from.retryAfterMax;
      requestTimeout = from.requestTimeout;
      finishTimeout = from.finishTimeout;
      silenceMax = from.silenceMax;
      keepAlive = from.keepAlive;
      keepAliveTimeout = from.keepAliveTimeout;
      inboundBytesMax = from.inboundBytesMax;
    }

    private ClientSettings settings() {
      return new ClientSettings(
          batchRecordsMax,
          batchBytesMax,
          unackedRecordsMax,
          unackedBytesMax,
          linger,
          flowRequestMax,
          openTimeout,
          reconnectTimeMax,
          backoffMin,
          backoffMax,
          retryAfterMax,
          requestTimeout,
          finishTimeout,
          silenceMax,
          keepAlive,
          keepAliveTimeout,
          inboundBytesMax);
    }
  }
}
