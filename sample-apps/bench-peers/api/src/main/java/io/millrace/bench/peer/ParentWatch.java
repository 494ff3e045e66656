// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.peer;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ends a child process with its parent, whatever the child is busy with: standard input is the cord
 * between them, and it ends however the parent ends. Thread-safe.
 */
public final class ParentWatch {
  /** Exit code of a process that did not stop in time by itself. */
  public static final int EXIT_HALTED = 72;

  private final CountDownLatch gone = new CountDownLatch(1);

  private ParentWatch() {}

  /**
   * Watches from now on. Nobody else may read from standard input then.
   *
   * @param most how long the process may take to stop by itself, once it should; then it is halted.
   *     More than a millisecond
   */
  public static ParentWatch start(Duration most) {
    var watch = new ParentWatch();
    InputStream input = System.in;
    var thread = new Thread(() -> watch.read(input, most), "parent-watch");
    thread.setDaemon(true);
    thread.start();
    return watch;
  }

  private void read(InputStream input, Duration most) {
    try {
      while (input.read() >= 0) {
        // What comes in means nothing; its end does.
      }
    } catch (IOException e) {
      System.err.println("reading from the parent failed, stopping: " + e);
    }
    gone.countDown();
    haltAfter(most);
  }

  /** Waits until the process should stop: the parent says so, or is gone. */
  public void await() throws InterruptedException {
    gone.await();
  }

  /**
   * The parent's side: lets a child stop, and ends it by force if that takes too long.
   *
   * @param most how long it may take
   */
  public static void release(Process child, Duration most) {
    try {
      child.getOutputStream().close();
    } catch (IOException e) {
      // Its end of the pipe is gone: then it has nothing to wait for.
      child.destroy();
    }
    try {
      if (!child.waitFor(most.toMillis(), TimeUnit.MILLISECONDS)) {
        child.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      child.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  /** Waits that long, then halts this process, unless it ends before. */
  static void haltAfter(Duration most) {
    try {
      TimeUnit.MILLISECONDS.sleep(most.toMillis());
    } catch (InterruptedException e) {
      System.err.println("told to stop waiting, halting: " + e);
    }
    Runtime.getRuntime().halt(EXIT_HALTED);
  }
}
