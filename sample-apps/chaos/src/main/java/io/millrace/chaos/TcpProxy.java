// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.chaos;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands between clients and a server and does to their bytes what bad networks do, but for losing
 * some and passing on later ones, which TCP does not let happen. Two threads per connection.
 * Thread-safe.
 */
final class TcpProxy implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TcpProxy.class);
  private static final int BUFFER_BYTES = 64 << 10;
  private static final int BACKLOG = 128;
  private static final int CONNECT_MS_MAX = 5_000;

  /** What happens to the bytes. */
  enum Way {
    /** From clients to the server. */
    REQUESTS,
    /** From the server to clients. */
    ANSWERS
  }

  /**
   * What is done to the bytes that pass.
   *
   * @param delayMs before each piece is passed on, in both directions
   * @param jitterMs at most so much more
   * @param stalled directions in which nothing passes; nothing is lost
   * @param loseAnswer chance that a piece of an answer is thrown away and its connection cut: the
   *     request was executed, and nobody is told
   * @param cutAfterBytes a connection is cut when so many more bytes have come from the server, in
   *     the middle of an answer; 0 for never
   */
  record Behaviour(
      int delayMs, int jitterMs, Set<Way> stalled, double loseAnswer, long cutAfterBytes) {
    /** Passes everything on. */
    static final Behaviour CLEAN = new Behaviour(0, 0, Set.of(), 0, 0);

    static Behaviour slow(int delayMs, int jitterMs) {
      return new Behaviour(delayMs, jitterMs, Set.of(), 0, 0);
    }

    static Behaviour stalled(Way... ways) {
      return new Behaviour(0, 0, Set.of(ways), 0, 0);
    }

    static Behaviour losingAnswers(double chance) {
      return new Behaviour(0, 0, Set.of(), chance, 0);
    }

    static Behaviour cutting(long bytes) {
      return new Behaviour(0, 0, Set.of(), 0, bytes);
    }
  }

  private final ServerSocket listener;
  private final InetSocketAddress server;
  private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
  private final AtomicLong seeds;
  private final AtomicLong cuts = new AtomicLong();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private Behaviour behaviour = Behaviour.CLEAN;
  private boolean closed;

  private TcpProxy(ServerSocket listener, InetSocketAddress server, long seed) {
    this.listener = listener;
    this.server = server;
    this.seeds = new AtomicLong(seed);
  }

  /** Listens at {@code address}, port 0 for any free one, and passes on to {@code server}. */
  static TcpProxy start(InetSocketAddress address, InetSocketAddress server, long seed)
      throws IOException {
    var socket = new ServerSocket();
    socket.setReuseAddress(true);
    socket.bind(address, BACKLOG);
    var proxy = new TcpProxy(socket, server, seed);
    daemon(proxy::accept, "proxy-" + socket.getLocalPort());
    return proxy;
  }

  InetSocketAddress address() {
    return (InetSocketAddress) listener.getLocalSocketAddress();
  }

  /** Connections that were cut, and answers lost with them. */
  long cuts() {
    return cuts.get();
  }

  /** From now on does this to what passes. */
  void set(Behaviour next) {
    lock.lock();
    try {
      behaviour = next;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    connections.forEach(connection -> connection.answerBytes.set(0));
  }

  /** Cuts all connections, as when a cable is drawn and a firewall says so. */
  void cutAll() {
    connections.forEach(Connection::cut);
  }

  @Override
  public void close() throws IOException {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    listener.close();
    connections.forEach(Connection::cut);
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        daemon(() -> connect(client), "proxy-connect");
      } catch (IOException e) {
        LOG.atDebug().setCause(e).log("proxy takes no more connections");
      }
    }
  }

  private void connect(Socket client) {
    var upstream = new Socket();
    try {
      upstream.connect(server, CONNECT_MS_MAX);
      client.setTcpNoDelay(true);
      upstream.setTcpNoDelay(true);
      var connection = new Connection(client, upstream);
      connections.add(connection);
      long seed = seeds.incrementAndGet();
      daemon(() -> connection.pump(Way.REQUESTS, seed), "proxy-requests");
      connection.pump(Way.ANSWERS, ~seed);
    } catch (IOException e) {
      LOG.atDebug().setCause(e).addKeyValue("server", server).log("server cannot be reached");
      closeQuietly(client);
      closeQuietly(upstream);
    }
  }

  /** Waits as long as the direction is stalled; returns how to treat what comes now. */
  private Behaviour awaitPassage(Way way) throws InterruptedException {
    lock.lock();
    try {
      while (behaviour.stalled().contains(way) && !closed) {
        changed.await();
      }
      return behaviour;
    } finally {
      lock.unlock();
    }
  }

  private static void daemon(Runnable task, String name) {
    var thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      LOG.atDebug().setCause(e).log("socket was gone");
    }
  }

  private final class Connection {
    private final Socket client;
    private final Socket upstream;
    private final AtomicLong answerBytes = new AtomicLong();

    Connection(Socket client, Socket upstream) {
      this.client = client;
      this.upstream = upstream;
    }

    void cut() {
      connections.remove(this);
      closeQuietly(client);
      closeQuietly(upstream);
    }

    void pump(Way way, long seed) {
      var random = new Random(seed);
      var buffer = new byte[BUFFER_BYTES];
      Socket from = way == Way.REQUESTS ? client : upstream;
      Socket to = way == Way.REQUESTS ? upstream : client;
      try {
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream();
        int count;
        while ((count = in.read(buffer)) >= 0) {
          int pass = treat(way, count, random);
          out.write(buffer, 0, pass);
          if (pass < count) {
            cuts.incrementAndGet();
            break;
          }
        }
      } catch (IOException e) {
        LOG.atTrace().setCause(e).log("connection ended");
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      cut();
    }

    /** How many of the bytes to pass on; fewer than there are: then cut. */
    private int treat(Way way, int count, Random random) throws InterruptedException {
      Behaviour now = awaitPassage(way);
      if (now.delayMs() + now.jitterMs() > 0) {
        int jitterMs = random.nextInt(now.jitterMs() + 1);
        TimeUnit.MILLISECONDS.sleep((long) now.delayMs() + jitterMs);
      }
      if (way == Way.REQUESTS) {
        return count;
      }
      if (random.nextDouble() < now.loseAnswer()) {
        return 0;
      }
      long sum = answerBytes.addAndGet(count);
      if (now.cutAfterBytes() > 0 && sum >= now.cutAfterBytes()) {
        long tooMany = Math.min(count, sum - now.cutAfterBytes() + 1);
        return Math.toIntExact(count - tooMany);
      }
      return count;
    }
  }
}
