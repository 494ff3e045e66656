// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.store.embedded;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Main class of the child JVM: owns the data folder, ends when the parent does, runs Cassandra.
 *
 * <p>Runs on Cassandra's class path, so it may use the JDK only, and must stay one class file: the
 * launcher carries it there in a jar of its own. Standard input is the cord to the parent: it ends
 * however the parent ends. Standard output says {@link #READY}.
 */
final class CassandraProcess {
  /** The line that tells the parent that clients may connect. */
  static final String READY = "millrace: cassandra is ready";

  /** Exit code: another process owns the data folder. */
  static final int EXIT_FOLDER_IN_USE = 71;

  /** Exit code: the server did not stop in time and was cut off, which loses nothing. */
  static final int EXIT_HALTED = 72;

  /** A server whose parent was just killed needs a moment to let go of the folder. */
  static final int LOCK_WAIT_MS = 5_000;

  private static final int LOCK_RETRY_MS = 100;
  private static final int STOP_WAIT_MS = 20_000;

  /** Held until the process ends. */
  @SuppressWarnings("unused")
  private static @Nullable FileLock folderLock;

  private CassandraProcess() {}

  /**
   * Runs the server.
   *
   * @param args the file to lock
   */
  public static void main(String[] args) throws Exception {
    PrintStream parent = System.out;
    System.setOut(System.err);
    stopWithParent();
    ignoreInterrupt();
    lock(Path.of(args[0]));
    Class.forName("org.apache.cassandra.service.CassandraDaemon")
        .getMethod("main", String[].class)
        .invoke(null, (Object) new String[0]);
    parent.println(READY);
    parent.flush();
  }

  private static void lock(Path file) throws IOException, InterruptedException {
    var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    for (int waitedMs = 0; ; waitedMs += LOCK_RETRY_MS) {
      folderLock = channel.tryLock();
      if (folderLock != null) {
        return;
      }
      if (waitedMs >= LOCK_WAIT_MS) {
        System.exit(EXIT_FOLDER_IN_USE);
      }
      Thread.sleep(LOCK_RETRY_MS);
    }
  }

  private static void stopWithParent() {
    var watcher = new Thread(CassandraProcess::awaitParentsEnd, "millrace-parent-watch");
    watcher.setDaemon(true);
    watcher.start();
  }

  private static void awaitParentsEnd() {
    try {
      while (System.in.read() >= 0) {
        // Nothing is ever said; only the end matters.
      }
    } catch (IOException e) {
      System.err.println("millrace: reading from the parent failed, stopping: " + e);
    }
    var halter = new Thread(CassandraProcess::haltLate, "millrace-halt");
    halter.setDaemon(true);
    halter.start();
    System.exit(0);
  }

  private static void haltLate() {
    try {
      Thread.sleep(STOP_WAIT_MS);
    } catch (InterruptedException e) {
      System.err.println("millrace: told to stop waiting, halting: " + e);
    }
    Runtime.getRuntime().halt(EXIT_HALTED);
  }

  /**
   * Ctrl-C reaches the whole process group; the parent still needs its database to stop cleanly.
   */
  private static void ignoreInterrupt() throws ReflectiveOperationException {
    Class<?> signal = Class.forName("sun.misc.Signal");
    Class<?> handler = Class.forName("sun.misc.SignalHandler");
    signal
        .getMethod("handle", signal, handler)
        .invoke(
            null,
            signal.getConstructor(String.class).newInstance("INT"),
            handler.getField("SIG_IGN").get(null));
  }
}
