// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.gateway;

import static java.util.Objects.requireNonNull;

import com.linecorp.armeria.common.Flags;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.util.EventLoopGroups;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.grpc.GrpcHealthCheckService;
import com.linecorp.armeria.server.grpc.GrpcService;
import com.linecorp.armeria.server.grpc.GrpcServiceBuilder;
import com.linecorp.armeria.server.healthcheck.SettableHealthChecker;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.netty.channel.EventLoopGroup;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/**
 * The node's server: gRPC with health and reflection, and the unary methods as HTTP and JSON, on
 * one port. Request time limits are the callers' deadlines.
 */
public final class Gateway implements AutoCloseable {
  /**
   * What one connection may hold unread over all its streams. The stream window is 1 MiB: were the
   * two equal, one producer that waits for the store would hold up every call beside it.
   */
  private static final int CONNECTION_WINDOW_BYTES = 16 << 20;

  /** What remains when calls have been drained is answers on their way out. */
  private static final Duration QUIET_PERIOD = Duration.ofMillis(100);

  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(1);

  private final Server server;
  private final EventLoopGroup loops;
  private final Draining draining;
  private final SettableHealthChecker healthy;
  private volatile Duration drainTimeout;

  private Gateway(
      Server server,
      EventLoopGroup loops,
      Draining draining,
      SettableHealthChecker healthy,
      Duration drainTimeout) {
    this.server = server;
    this.loops = loops;
    this.draining = draining;
    this.healthy = healthy;
    this.drainTimeout = drainTimeout;
  }

  /**
   * Starts the server; blocks until it listens.
   *
   * @param address where to listen; port 0 for any free one
   * @param responseBytes about how large one message of a result stream may be
   * @param drainTimeout how long calls may take to end when the gateway closes
   */
  public static Gateway start(
      InetSocketAddress address,
      GatewayServices services,
      int responseBytes,
      Duration drainTimeout) {
    var draining = new Draining();
    var healthy = new SettableHealthChecker(true);
    // Twice the batch limit, so that a batch a little over it gets our own words.
    int messageBytesMax = services.limits().batchBytesMax() * 2;
    GrpcServiceBuilder endpoints =
        GrpcService.builder()
            .addService(SubmitBinding.of(new SubmitEndpoint(services)))
            .addService(new ResultEndpoint(services, responseBytes))
            .addService(new QueryEndpoint(services, responseBytes))
            .addService(new JobEndpoint(services))
            .addService(new QuarantineEndpoint(services))
            .addService(new AskEndpoint(services))
            .addService(ProtoReflectionServiceV1.newInstance())
            .addService(GrpcHealthCheckService.builder().checkers(healthy).build())
            .intercept(draining)
            .enableHttpJsonTranscoding(true)
            .enableUnframedRequests(true)
            .useClientTimeoutHeader(true)
            .maxRequestMessageLength(messageBytesMax);
    services
        .extensions()
        .forEach(
            extension ->
                endpoints.addService(extension.service(services.asker(), services.executor())));
    GrpcService grpc = endpoints.build();
    // Threads and meters of its own: the usual ones are the JVM's, and stay when the gateway is
    // gone. A composite of no registries measures nothing.
    EventLoopGroup loops =
        EventLoopGroups.newEventLoopGroup(Flags.numCommonWorkers(), "millrace-gateway", true);
    Server server =
        Server.builder()
            .workerGroup(loops, false)
            .bossGroupFactory(Acceptor::of)
            .startStopExecutor(task -> new Thread(task, "millrace-gateway-start-stop").start())
            .meterRegistry(new CompositeMeterRegistry())
            .http(address)
            .http2InitialConnectionWindowSize(CONNECTION_WINDOW_BYTES)
            .service(grpc)
            .service(
                "/health",
                (context, request) ->
                    draining.isStarted()
                        ? HttpResponse.of(
                            HttpStatus.SERVICE_UNAVAILABLE,
                            MediaType.PLAIN_TEXT_UTF_8,
                            "stopping\n")
                        : HttpResponse.of(HttpStatus.OK, MediaType.PLAIN_TEXT_UTF_8, "ok\n"))
            .requestTimeout(Duration.ZERO)
            .maxRequestLength(0)
            .gracefulShutdownTimeout(QUIET_PERIOD, STOP_TIMEOUT)
            .build();
    try {
      server.start().join();
    } catch (CompletionException e) {
      stop(loops);
      throw MillraceException.of(Kind.CALLER, "gateway port cannot be opened", e)
          .with("millrace.node.gateway", address)
          .with("cause", e.getCause())
          .with("expected", "an address of this machine and a free port");
    }
    return new Gateway(server, loops, draining, healthy, drainTimeout);
  }

  /** The port it listens on. */
  public int port() {
    // Not activeLocalPort(): that is the one of a loopback or wildcard address only.
    return requireNonNull(server.activePort(), "gateway listens nowhere").localAddress().getPort();
  }

  /** Calls get no time to end when the gateway closes: nobody can answer them any more. */
  public void abandonCalls() {
    drainTimeout = Duration.ZERO;
  }

  /**
   * Stops: health says so, new calls are sent elsewhere, calls under way get their time to end.
   * Blocks.
   */
  @Override
  public void close() {
    healthy.setHealthy(false);
    draining.drain(drainTimeout);
    server.stop().join();
    stop(loops);
  }

  private static void stop(EventLoopGroup loops) {
    loops
        .shutdownGracefully(0, STOP_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
        .awaitUninterruptibly();
  }
}
