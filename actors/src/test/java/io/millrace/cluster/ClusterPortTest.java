// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.Config;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.apache.pekko.cluster.typed.Cluster;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The port between nodes, over real sockets: who gets in, and what hostile bytes do. */
@Timeout(120)
class ClusterPortTest {
  private static final Duration LONG = Duration.ofSeconds(40);
  private static final Duration SHORT = Duration.ofSeconds(4);
  private static final String HOST = "127.0.0.1";
  private static final ClusterTls PLAIN = new ClusterTls(ClusterTls.Mode.OFF, "", "", "");

  private static Path ours;
  private static Path theirs;

  private final Deque<AutoCloseable> open = new ArrayDeque<>();

  @BeforeAll
  static void make(@TempDir Path root) throws Exception {
    ours = TlsFiles.make(root.resolve("ours"), "a", "b");
    theirs = TlsFiles.make(root.resolve("theirs"), "a");
  }

  @AfterEach
  void closeAll() throws Exception {
    while (!open.isEmpty()) {
      open.pop().close();
    }
  }

  private ClusterNode join(ClusterTls tls, Duration timeout, String... seeds) {
    Config config = ClusterNode.defaults().resolve();
    ClusterNode node = ClusterNode.join(config, HOST, 0, List.of(seeds), tls, timeout);
    open.push(node);
    return node;
  }

  private static int members(ClusterNode node) {
    int members = 0;
    for (var unused : Cluster.get(node.system()).state().getMembers()) {
      members++;
    }
    return members;
  }

  private static int port(ClusterNode node) {
    return Integer.parseInt(node.address().replaceFirst(".*:", ""));
  }

  private Socket connect(ClusterNode node) throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), port(node));
    open.push(socket);
    return socket;
  }

  @Test
  void givenCertificatesOfOneAuthority_whenTwoNodesJoin_thenTheyAreOneCluster() {
    ClusterNode first = join(TlsFiles.of(ours, "a"), LONG);
    join(TlsFiles.of(ours, "b"), LONG, first.address());

    await().atMost(LONG).untilAsserted(() -> assertThat(members(first)).isEqualTo(2));
  }

  @Test
  void givenTlsNode_whenAnotherAuthoritysOrAPlainNodeJoins_thenItStaysOutside() {
    ClusterNode first = join(TlsFiles.of(ours, "a"), LONG);

    for (ClusterTls stranger : List.of(TlsFiles.of(theirs, "a"), PLAIN)) {
      assertThatThrownBy(() -> join(stranger, SHORT, first.address()))
          .isInstanceOfSatisfying(
              MillraceException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE));
    }

    assertThat(members(first)).isEqualTo(1);
    join(TlsFiles.of(ours, "b"), LONG, first.address());
  }

  @Test
  void givenTlsNode_whenHostileBytesCome_thenItServesOn() throws Exception {
    ClusterNode first = join(TlsFiles.of(ours, "a"), LONG);
    var random = new Random(7);
    List<byte[]> attacks = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      byte[] noise = new byte[4096];
      random.nextBytes(noise);
      attacks.add(noise);
    }
    attacks.add(arteryFrame(Integer.MAX_VALUE));
    attacks.add(arteryFrame(-1));
    // A TLS record that promises more than it holds.
    attacks.add(new byte[] {0x16, 0x03, 0x03, 0x40, 0x00, 0x01, 0x00, (byte) 0xff, (byte) 0xff});

    for (byte[] attack : attacks) {
      send(connect(first), attack);
    }
    // And one that says nothing at all, and stays.
    connect(first);

    join(TlsFiles.of(ours, "b"), LONG, first.address());
    assertThat(members(first)).isEqualTo(2);
  }

  /**
   * What the plain port does with the same bytes is a known limitation of Pekko 1.7.0, and why it
   * is plain on loopback only: a frame's length is believed. Noise is refused at the first bytes.
   */
  @Test
  void givenPlainNode_whenNoiseComes_thenItServesOn() throws Exception {
    ClusterNode first = join(PLAIN, LONG);
    byte[] noise = "GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    for (int i = 0; i < 3; i++) {
      send(connect(first), noise);
    }

    join(PLAIN, LONG, first.address());
    assertThat(members(first)).isEqualTo(2);
  }

  /** What Artery's own peers begin with: magic, stream, and the length of a frame. */
  private static byte[] arteryFrame(int length) {
    return ByteBuffer.allocate(64)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put("PEKK".getBytes(StandardCharsets.US_ASCII))
        .put((byte) 1)
        .putInt(length)
        .array();
  }

  private static void send(Socket socket, byte[] bytes) throws IOException {
    try {
      socket.getOutputStream().write(bytes);
      socket.getOutputStream().flush();
    } catch (java.net.SocketException e) {
      // The node has closed it already, as it should.
    }
  }
}
