// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.gateway;

import com.linecorp.armeria.common.Flags;
import com.linecorp.armeria.common.util.EventLoopGroups;
import com.linecorp.armeria.common.util.ThreadFactories;
import com.linecorp.armeria.common.util.TransportType;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * The thread that accepts connections. Netty's usual one stays for two seconds after it was told to
 * end, which a node's end would wait for.
 */
final class Acceptor extends MultiThreadIoEventLoopGroup {
  private static final long STOP_MAX_MS = 1_000;

  private Acceptor(String name, IoHandlerFactory handlers) {
    super(1, ThreadFactories.newThreadFactory(name, true), handlers);
  }

  /**
   * One for a server, of the transport that its other threads have.
   *
   * @param name the thread's
   */
  static EventLoopGroup of(String name) {
    TransportType transport = Flags.transportType();
    return switch (transport) {
      case EPOLL -> new Acceptor(name, EpollIoHandler.newFactory());
      case NIO -> new Acceptor(name, NioIoHandler.newFactory());
      default -> EventLoopGroups.newEventLoopGroup(1, name, true);
    };
  }

  @Override
  public Future<?> shutdownGracefully(long quietPeriod, long timeout, TimeUnit unit) {
    return super.shutdownGracefully(0, STOP_MAX_MS, TimeUnit.MILLISECONDS);
  }
}
