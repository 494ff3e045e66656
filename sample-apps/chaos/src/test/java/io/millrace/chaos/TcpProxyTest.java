// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.chaos.TcpProxy.Behaviour;
import io.millrace.chaos.TcpProxy.Way;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server that answers each byte with the same byte, seen through the proxy. */
@Timeout(30)
class TcpProxyTest {
  private static final int SHORT_MS = 300;
  private static final int LONG_MS = 20_000;

  private ServerSocket server;
  private TcpProxy proxy;
  private Socket client;

  @BeforeEach
  void start() throws IOException {
    server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    var echo = new Thread(this::echo, "echo");
    echo.setDaemon(true);
    echo.start();
    var any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    proxy = TcpProxy.start(any, (InetSocketAddress) server.getLocalSocketAddress(), 1);
    client = new Socket();
    client.connect(proxy.address());
    client.setSoTimeout(LONG_MS);
  }

  private void echo() {
    try (Socket socket = server.accept()) {
      int next;
      while ((next = socket.getInputStream().read()) >= 0) {
        socket.getOutputStream().write(next);
      }
    } catch (IOException e) {
      // The test is over.
      assertThat(e).isNotNull();
    }
  }

  @AfterEach
  void stop() throws IOException {
    client.close();
    proxy.close();
    server.close();
  }

  private int ask(int value) throws IOException {
    client.getOutputStream().write(value);
    return client.getInputStream().read();
  }

  @Test
  void givenNoFault_whenAsked_thenAnswered() throws IOException {
    assertThat(ask(7)).isEqualTo(7);
  }

  @Test
  void givenStalledAnswers_whenHealed_thenTheAnswerComes() throws IOException {
    proxy.set(Behaviour.stalled(Way.ANSWERS));
    client.setSoTimeout(SHORT_MS);
    assertThatThrownBy(() -> ask(8)).isInstanceOf(SocketTimeoutException.class);

    proxy.set(Behaviour.CLEAN);

    client.setSoTimeout(LONG_MS);
    assertThat(client.getInputStream().read()).isEqualTo(8);
  }

  @Test
  void givenAnswersLost_whenAsked_thenTheConnectionIsCutWithoutAnAnswer() throws IOException {
    proxy.set(Behaviour.losingAnswers(1));

    assertThat(ask(9)).isEqualTo(-1);
    assertThat(proxy.cuts()).isEqualTo(1);
  }

  @Test
  void givenCutAfterThreeBytes_whenAsked_thenTheThirdIsTheFirstThatIsMissing() throws IOException {
    proxy.set(Behaviour.cutting(3));

    assertThat(ask(1)).isEqualTo(1);
    assertThat(ask(2)).isEqualTo(2);
    assertThat(ask(3)).isEqualTo(-1);
  }

  @Test
  void givenDelay_whenAsked_thenBothWaysTakeThatLong() throws IOException {
    proxy.set(Behaviour.slow(50, 0));
    long startNs = System.nanoTime();

    assertThat(ask(4)).isEqualTo(4);

    assertThat(System.nanoTime() - startNs).isGreaterThan(100_000_000L);
  }
}
