// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.peer;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * The life of a peer's process: says it is ready, runs rounds as it is told, ends. If the bench is
 * gone without a word, the process is halted soon, even in the midst of a round.
 */
public final class PeerLoop {
  private static final Duration GONE_MAX = Duration.ofSeconds(5);
  private static final String END = "";

  private final Peer peer;
  private final BlockingQueue<String> lines;
  private final PrintStream output;

  PeerLoop(Peer peer, BlockingQueue<String> lines, PrintStream output) {
    this.peer = peer;
    this.lines = lines;
    this.output = output;
  }

  /**
   * Reads all lines in a thread of its own, so that the end is noticed at once.
   *
   * @param gone what to do then, if it is an end without {@code close}; after the line that tells
   */
  static BlockingQueue<String> read(InputStream input, Runnable gone) {
    var lines = new LinkedBlockingQueue<String>();
    var thread = new Thread(() -> read(input, lines, gone), "bench-input");
    thread.setDaemon(true);
    thread.start();
    return lines;
  }

  private static void read(InputStream input, BlockingQueue<String> lines, Runnable gone) {
    boolean closed = false;
    try (var reader = new BufferedReader(new InputStreamReader(input, StandardCharsets.UTF_8))) {
      String line;
      while ((line = reader.readLine()) != null) {
        closed |= line.equals(PeerLine.CLOSE);
        if (!line.equals(END)) {
          lines.add(line);
        }
      }
    } catch (IOException e) {
      System.err.println("reading from the bench failed, stopping: " + e);
    }
    lines.add(END);
    if (!closed) {
      gone.run();
    }
  }

  private static BlockingQueue<String> readStandardInput() {
    return read(System.in, () -> ParentWatch.haltAfter(GONE_MAX));
  }

  /** Makes a peer. */
  @FunctionalInterface
  public interface Start {
    /**
     * Starts all it needs.
     *
     * @throws Exception if it cannot; the process ends then
     */
    Peer start() throws Exception;
  }

  /**
   * Runs over standard input and output until told to end, or until the bench is gone; closes the
   * peer. From here on, what anything else prints to standard output goes to standard error.
   *
   * @throws IOException if the peer cannot be closed
   */
  public static void run(Peer peer) throws IOException {
    PrintStream real = System.out;
    System.setOut(System.err);
    new PeerLoop(peer, readStandardInput(), real).run();
  }

  /**
   * The same for a peer that prints, or whose libraries do, while it starts: that goes to standard
   * error too.
   *
   * @throws Exception if it cannot be started or closed
   */
  public static void run(Start start) throws Exception {
    PrintStream real = System.out;
    System.setOut(System.err);
    BlockingQueue<String> lines = readStandardInput();
    new PeerLoop(start.start(), lines, real).run();
  }

  void run() throws IOException {
    try (peer) {
      say(PeerLine.READY, prefixed(PeerLine.SETTING, peer.settings()));
      for (String line = lines.take(); !line.equals(END); line = lines.take()) {
        PeerLine told = PeerLine.parse(line);
        if (told.word().equals(PeerLine.CLOSE)) {
          return;
        }
        round(told);
      }
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException("peer could not be closed: " + e, e);
    }
  }

  private void round(PeerLine told) throws InterruptedException {
    try {
      if (!told.word().equals(PeerLine.ROUND)) {
        throw new IllegalArgumentException(
            told.word() + " (expected: " + PeerLine.ROUND + " or " + PeerLine.CLOSE + ")");
      }
      say(PeerLine.DONE, results(peer.round(told.values())));
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      // The bench hears the message; the log gets the rest.
      e.printStackTrace();
      say(PeerLine.FAILED, Map.of(PeerLine.MESSAGE, e.toString()));
    }
  }

  private static Map<String, String> results(Map<String, Double> results) {
    var told = new LinkedHashMap<String, String>();
    for (String must : new String[] {Peer.RECORDS, Peer.SECONDS}) {
      Double value = results.get(must);
      if (value == null) {
        throw new IllegalStateException(
            "round has no " + must + " (expected: beside " + results.keySet() + ")");
      }
      told.put(must, value.toString());
    }
    results.forEach(
        (name, value) -> {
          if (!told.containsKey(name)) {
            told.put(PeerLine.FIGURE + name, value.toString());
          }
        });
    return told;
  }

  private static Map<String, String> prefixed(String prefix, Map<String, String> values) {
    var told = new LinkedHashMap<String, String>();
    values.forEach((name, value) -> told.put(prefix + name, value));
    return told;
  }

  private void say(String word, Map<String, String> values) {
    output.print(PeerLine.of(word, values).format() + "\n");
    output.flush();
  }
}
