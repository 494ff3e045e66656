// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.chaos;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Somebody who is no node speaks to a node's cluster port. */
final class HostileBytes implements Fault {
  private static final Logger LOG = LoggerFactory.getLogger(HostileBytes.class);
  private static final int CONNECT_MS_MAX = 3_000;
  private static final int GARBAGE_BYTES = 4 << 20;
  private static final int PIECE_BYTES = 1 << 20;
  private static final int SILENT_CONNECTIONS = 50;
  private static final long HUGE_MS_MAX = 20_000;

  /** More than the node's whole heap. */
  private static final int HUGE_PIECES = 640;

  /** How each connection of this transport begins: magic, then the number of the stream. */
  private static final byte[] BEGINNING = "AKKA\u0001".getBytes(StandardCharsets.US_ASCII);

  /** What is said. */
  enum Kind {
    /** Anything. */
    GARBAGE("hostile bytes: garbage"),
    /** A right beginning, then silence on many connections. */
    SILENCE("hostile bytes: beginning, then silence"),
    /**
     * A right beginning, then a frame that says it is 2 GiB long, and as much of it as is taken.
     */
    HUGE_FRAME("hostile bytes: huge frame");

    private final String words;

    Kind(String words) {
      this.words = words;
    }
  }

  private final Kind kind;
  private final Duration hold;
  private final List<Socket> open = new ArrayList<>();

  HostileBytes(Kind kind, Duration hold) {
    this.kind = kind;
    this.hold = hold;
  }

  @Override
  public String name() {
    return kind.words;
  }

  @Override
  public void inject(Testbed bed, RandomGenerator random) throws InterruptedException {
    var address = bed.nodes().address(random.nextInt(bed.nodes().size()));
    var target = new InetSocketAddress(address.host(), address.clusterPort());
    switch (kind) {
      case GARBAGE -> {
        var noise = new byte[GARBAGE_BYTES];
        new Random(random.nextLong()).nextBytes(noise);
        speak(target, noise, 1);
      }
      case SILENCE -> {
        for (int i = 0; i < SILENT_CONNECTIONS; i++) {
          speak(target, BEGINNING, 1);
        }
      }
      case HUGE_FRAME -> hugeFrame(target);
    }
  }

  private void hugeFrame(InetSocketAddress target) throws InterruptedException {
    var length = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    length.putInt(Integer.MAX_VALUE);
    speak(target, BEGINNING, 1);
    var talker =
        new Thread(
            () -> {
              speakOn(length.array(), 1);
              speakOn(new byte[PIECE_BYTES], HUGE_PIECES);
            },
            "hostile");
    talker.start();
    talker.join(HUGE_MS_MAX);
    hangUp();
    talker.join();
  }

  private void speak(InetSocketAddress target, byte[] bytes, int times) {
    var socket = new Socket();
    open.add(socket);
    try {
      socket.connect(target, CONNECT_MS_MAX);
    } catch (IOException e) {
      LOG.atInfo().addKeyValue("cause", e.getMessage()).log("node does not listen");
      return;
    }
    speakOn(bytes, times);
  }

  private void speakOn(byte[] bytes, int times) {
    var socket = open.get(open.size() - 1);
    for (int i = 0; i < times; i++) {
      try {
        socket.getOutputStream().write(bytes);
      } catch (IOException e) {
        LOG.atInfo()
            .addKeyValue("cause", e.getMessage())
            .addKeyValue("pieces", i)
            .log("node cut the connection");
        return;
      }
    }
  }

  private void hangUp() {
    for (Socket socket : open) {
      try {
        socket.close();
      } catch (IOException e) {
        LOG.atDebug().setCause(e).log("socket was gone");
      }
    }
  }

  @Override
  public Duration hold() {
    return hold;
  }

  @Override
  public void heal(Testbed bed) {
    hangUp();
  }
}
