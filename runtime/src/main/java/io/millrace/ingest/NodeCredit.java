// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * The bytes that all sessions of a gateway may hold together. A session asks before it lets its
 * feeder send the next group; while the bytes are used up it waits its turn, first come first
 * served. So the unanswered records on a node, and what its region buffers of them, stay within
 * {@code node-bytes-max} plus at most one group for each session, however many clients there are.
 *
 * <p>A turn reserves as many bytes as the session's last group had, so that freed bytes wake only
 * as many as fit. A client that sends nothing must not keep the reservation from others: it lapses
 * with the session's tick, and the session may send its one group all the same.
 *
 * <p>Thread-safe.
 */
public final class NodeCredit {
  private final long bytesMax;
  private final ArrayDeque<Share> waiting = new ArrayDeque<>();
  private long used;

  /**
   * A full budget.
   *
   * @param bytesMax above it nobody gets a turn
   */
  public NodeCredit(long bytesMax) {
    this.bytesMax = bytesMax;
  }

  private enum Turn {
    NONE,
    WAITS,
    GIVEN,
    CLOSED
  }

  /** Bytes that are held or reserved now. */
  public synchronized long used() {
    return used;
  }

  /** How many sessions wait for their turn. */
  public synchronized int waiting() {
    return waiting.size();
  }

  /**
   * The part of one session, which closes it when it ends, in whatever way.
   *
   * @param groupBytes how large its first group may be; later ones are taken to be as the last
   * @param wake called when the session gets the turn it waits for; on any thread, must not block
   */
  public Share share(long groupBytes, Runnable wake) {
    return new Share(groupBytes, wake);
  }

  private void change(Runnable change) {
    List<Share> woken = new ArrayList<>(0);
    synchronized (this) {
      change.run();
      while (used < bytesMax && !waiting.isEmpty()) {
        Share next = waiting.remove();
        next.give();
        woken.add(next);
      }
    }
    woken.forEach(share -> share.wake.run());
  }

  /** One session's part of the credit; its state is guarded by the credit it belongs to. */
  public final class Share {
    private final Runnable wake;
    private Turn turn = Turn.NONE;
    private long groupBytes;
    private long held;
    private long reserved;

    private Share(long groupBytes, Runnable wake) {
      this.groupBytes = groupBytes;
      this.wake = wake;
    }

    /** Whether it is this session's turn to take a group; if not, {@code wake} tells when it is. */
    boolean isMyTurn() {
      synchronized (NodeCredit.this) {
        if (turn == Turn.NONE) {
          if (used < bytesMax && waiting.isEmpty()) {
            give();
          } else {
            turn = Turn.WAITS;
            waiting.add(this);
          }
        }
        return turn == Turn.GIVEN;
      }
    }

    /** A group came in, under this turn. */
    void take(long bytes) {
      change(
          () -> {
            if (turn != Turn.CLOSED) {
              lapseNow();
              groupBytes = bytes;
              held += bytes;
              used += bytes;
            }
          });
    }

    /** Only so many bytes are held any more. */
    void keep(long bytes) {
      change(
          () -> {
            if (turn != Turn.CLOSED && bytes < held) {
              used -= held - bytes;
              held = bytes;
            }
          });
    }

    /** Nothing came for a while: what a turn reserved is for others. */
    void lapse() {
      change(this::lapseNow);
    }

    /** The session is over: gives everything back. May be called again. */
    public void close() {
      change(
          () -> {
            lapseNow();
            used -= held;
            held = 0;
            if (turn == Turn.WAITS) {
              waiting.remove(this);
            }
            turn = Turn.CLOSED;
          });
    }

    private void give() {
      turn = Turn.GIVEN;
      reserved = groupBytes;
      used += reserved;
    }

    private void lapseNow() {
      if (turn == Turn.GIVEN) {
        turn = Turn.NONE;
        used -= reserved;
        reserved = 0;
      }
    }
  }
}
