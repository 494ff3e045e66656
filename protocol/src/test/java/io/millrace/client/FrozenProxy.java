// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Passes connections on to a port, until it swallows what comes on those there are. */
final class FrozenProxy implements AutoCloseable {
  private final ServerSocket server;
  private final int target;
  private final List<Pipe> pipes = new CopyOnWriteArrayList<>();
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();

  FrozenProxy(int target) {
    this.target = target;
    try {
      server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    start(this::accept);
  }

  String address() {
    return "127.0.0.1:" + server.getLocalPort();
  }

  /** The connections there are stay open and carry nothing any more; new ones work. */
  void freeze() {
    pipes.forEach(pipe -> pipe.frozen = true);
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (var socket : sockets) {
      socket.close();
    }
  }

  private void accept() {
    try {
      while (true) {
        var from = server.accept();
        var to = new Socket(InetAddress.getLoopbackAddress(), target);
        sockets.add(from);
        sockets.add(to);
        pump(from, to);
        pump(to, from);
      }
    } catch (IOException e) {
      // Closed: the test is over.
    }
  }

  private void pump(Socket from, Socket to) {
    var pipe = new Pipe(from, to);
    pipes.add(pipe);
    start(pipe);
  }

  private static void start(Runnable task) {
    var thread = new Thread(task, "frozen-proxy");
    thread.setDaemon(true);
    thread.start();
  }

  /** One direction of a connection. */
  private static final class Pipe implements Runnable {
    private final Socket from;
    private final Socket to;
    private volatile boolean frozen;

    Pipe(Socket from, Socket to) {
      this.from = from;
      this.to = to;
    }

    @Override
    public void run() {
      var buffer = new byte[8192];
      try (from;
          to) {
        for (int n = from.getInputStream().read(buffer); n >= 0; ) {
          if (!frozen) {
            to.getOutputStream().write(buffer, 0, n);
          }
          n = from.getInputStream().read(buffer);
        }
      } catch (IOException e) {
        // Closed: the test is over.
      }
    }
  }
}
