// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.client;

import com.google.common.net.HostAndPort;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One channel per address of the service; a channel connects when it is first used. Thread-safe.
 */
final class Channels {
  private static final long CLOSE_WAIT_S = 5;

  private final List<ManagedChannel> channels;
  private final AtomicInteger turn = new AtomicInteger();

  Channels(List<String> hostPorts, ClientSettings settings) {
    if (hostPorts.isEmpty()) {
      throw new IllegalArgumentException("hostPorts: empty (expected: at least one host:port)");
    }
    var addresses = hostPorts.stream().map(Channels::parse).toList();
    channels = addresses.stream().map(address -> open(address, settings)).toList();
  }

  /** Number of addresses. */
  int count() {
    return channels.size();
  }

  /** Where the next session starts, so that sessions spread over the addresses. */
  int nextStart() {
    return Math.floorMod(turn.getAndIncrement(), channels.size());
  }

  /** An address that tries to connect at once even if it just failed to. */
  ManagedChannel connecting(int address) {
    var channel = channels.get(address);
    channel.resetConnectBackoff();
    return channel;
  }

  /**
   * What comes next at this address gets a connection of its own, as the one there is may be dead;
   * calls that are on it go on.
   */
  void distrust(int address) {
    channels.get(address).enterIdle();
  }

  /** All addresses, those that are known to be unreachable last. */
  List<ManagedChannel> bestFirst() {
    var ordered = new ArrayList<ManagedChannel>(channels);
    ordered.sort(
        Comparator.comparing(
            channel -> channel.getState(false) == ConnectivityState.TRANSIENT_FAILURE));
    return ordered;
  }

  /** The first address that is not known to be unreachable, or else the first. */
  ManagedChannel best() {
    return bestFirst().get(0);
  }

  /** Ends all calls and waits a short while for the connections to close. */
  void close() {
    channels.forEach(ManagedChannel::shutdownNow);
    try {
      for (var channel : channels) {
        var unused = channel.awaitTermination(CLOSE_WAIT_S, TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static HostAndPort parse(String hostPort) {
    try {
      var parsed = HostAndPort.fromString(hostPort);
      if (parsed.hasPort() && !parsed.getHost().isEmpty()) {
        return parsed;
      }
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(refusal(hostPort), e);
    }
    throw new IllegalArgumentException(refusal(hostPort));
  }

  private static String refusal(String hostPort) {
    return "hostPort: " + hostPort + " (expected: host:port)";
  }

  private static ManagedChannel open(HostAndPort address, ClientSettings settings) {
    return NettyChannelBuilder.forAddress(address.getHost(), address.getPort())
        .usePlaintext()
        .maxInboundMessageSize(settings.inboundBytesMax())
        .keepAliveTime(settings.keepAlive().toNanos(), TimeUnit.NANOSECONDS)
        .keepAliveTimeout(settings.keepAliveTimeout().toNanos(), TimeUnit.NANOSECONDS)
        .build();
  }
}
