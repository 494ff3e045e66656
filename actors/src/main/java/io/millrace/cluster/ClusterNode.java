// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.cluster;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.Done;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.BootstrapSetup;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.JoinSeedNodes;
import org.apache.pekko.remote.RemoteTransportException;

/**
 * This process as a member of a Millrace cluster: joins, and leaves with its partitions handed
 * over.
 */
public final class ClusterNode implements AutoCloseable {
  /** Name of every Millrace actor system; part of the nodes' addresses. */
  public static final String SYSTEM = "millrace";

  private static final Duration LEAVE_MAX = Duration.ofSeconds(60);

  private final ActorSystem<Void> system;
  private final CompletableFuture<MillraceException> putOut = new CompletableFuture<>();
  private volatile boolean closing;

  private ClusterNode(ActorSystem<Void> system) {
    this.system = system;
    CoordinatedShutdown shutdown = CoordinatedShutdown.get(system);
    shutdown.addTask(
        CoordinatedShutdown.PhaseBeforeServiceUnbind(),
        "millrace-put-out",
        () -> {
          if (!closing) {
            putOut.complete(putOut(shutdown.getShutdownReason().map(Object::toString)));
          }
          return CompletableFuture.completedStage(Done.getInstance());
        });
  }

  private MillraceException putOut(Optional<String> reason) {
    return MillraceException.of(Kind.UNAVAILABLE, "node was put out of its cluster")
        .with("address", address())
        .with("reason", reason.orElse("unknown"))
        .with("expected", "a start anew; what was acknowledged is safe");
  }

  /**
   * What Millrace sets in Pekko and below its own keys: lay a user's settings over it. Not
   * resolved.
   */
  public static Config defaults() {
    // Not the thread's context class loader: in an application's JVM that may be any, or none.
    ClassLoader loader = ClusterNode.class.getClassLoader();
    return ConfigFactory.parseResources(loader, "millrace-pekko.conf")
        .withFallback(ConfigFactory.defaultReferenceUnresolved(loader));
  }

  /**
   * Starts the actor system and joins; blocks until the node is a member.
   *
   * @param config all settings
   * @param host address that other nodes use
   * @param port port that other nodes use, 0 for any free one
   * @param seeds {@code host:port} of nodes to join; empty: a cluster of its own
   * @param tls how the port is protected; if its files are wrong, the failure is CALLER
   * @param timeout how long joining may take; then the failure is UNAVAILABLE
   */
  public static ClusterNode join(
      Config config, String host, int port, List<String> seeds, ClusterTls tls, Duration timeout) {
    Config withAddress =
        ConfigFactory.parseMap(
                Map.of(
                    "pekko.remote.artery.canonical.hostname", host,
                    "pekko.remote.artery.canonical.port", port))
            .withFallback(tls.pekko(host, Instant.now()))
            .withFallback(config);
    var node = new ClusterNode(start(withAddress, host + ":" + port));
    try {
      node.join(seeds, timeout);
    } catch (RuntimeException e) {
      node.close();
      throw e;
    }
    return node;
  }

  private static ActorSystem<Void> start(Config config, String address) {
    try {
      var setup = BootstrapSetup.create(config).withClassloader(ClusterNode.class.getClassLoader());
      return ActorSystem.create(Behaviors.empty(), SYSTEM, setup);
    } catch (RuntimeException e) {
      if (!(e instanceof RemoteTransportException)) {
        throw e;
      }
      throw MillraceException.of(Kind.CALLER, "cluster port cannot be opened", e)
          .with("millrace.node.cluster", address)
          .with("cause", e.getMessage())
          .with("expected", "an address of this machine and a free port");
    }
  }

  private void join(List<String> seeds, Duration timeout) {
    Cluster cluster = Cluster.get(system);
    var up = new CompletableFuture<Member>();
    org.apache.pekko.cluster.Cluster classic =
        org.apache.pekko.cluster.Cluster.get(
            org.apache.pekko.actor.typed.javadsl.Adapter.toClassic(system));
    classic.registerOnMemberUp(() -> up.complete(cluster.selfMember()));
    List<Address> addresses =
        seeds.isEmpty()
            ? List.of(cluster.selfMember().address())
            : seeds.stream().map(ClusterNode::address).toList();
    cluster.manager().tell(new JoinSeedNodes(addresses));
    try {
      up.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw MillraceException.of(Kind.UNAVAILABLE, "cluster cannot be joined", e)
          .with("address", cluster.selfMember().address())
          .with("seedNodes", seeds)
          .with("waited", timeout);
    } catch (ExecutionException | InterruptedException e) {
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      throw MillraceException.of(Kind.UNAVAILABLE, "joining the cluster was interrupted", e);
    }
  }

  private static Address address(String hostAndPort) {
    int colon = hostAndPort.lastIndexOf(':');
    return new Address(
        "pekko",
        SYSTEM,
        hostAndPort.substring(0, colon),
        Integer.parseInt(hostAndPort.substring(colon + 1)));
  }

  /** The actor system. */
  public ActorSystem<Void> system() {
    return system;
  }

  /**
   * Completes when the node is no longer a member though nobody closed it: the others, or it
   * itself, took it for lost. Its partitions stop; close it, and start another.
   */
  public CompletionStage<MillraceException> putOut() {
    return putOut;
  }

  /** {@code host:port} that other nodes use. */
  public String address() {
    return Cluster.get(system).selfMember().address().hostPort().replaceFirst("^.*@", "");
  }

  /** Hands the partitions over, leaves the cluster and ends the actor system; blocks. */
  @Override
  public void close() {
    closing = true;
    CompletableFuture<Done> ended =
        CoordinatedShutdown.get(system)
            .runAll(CoordinatedShutdown.unknownReason())
            .toCompletableFuture();
    try {
      ended.get(LEAVE_MAX.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      throw MillraceException.of(Kind.UNAVAILABLE, "node did not leave in order", e)
          .with("waited", LEAVE_MAX);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw MillraceException.of(Kind.UNAVAILABLE, "leaving was interrupted", e);
    }
  }
}
