// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.node;

import io.millrace.block.BlockEncoder;
import io.millrace.block.BlockLimits;
import io.millrace.cluster.ClusterNode;
import io.millrace.cluster.JobRoles;
import io.millrace.cluster.KeepStarted;
import io.millrace.cluster.PartitionSharding;
import io.millrace.codec.Codec;
import io.millrace.codec.Codecs;
import io.millrace.cold.ColdFolder;
import io.millrace.cold.RocksColdStore;
import io.millrace.dictionary.DictionaryKeeper;
import io.millrace.exchange.StageExchange;
import io.millrace.gateway.Gateway;
import io.millrace.gateway.GatewayExtension;
import io.millrace.gateway.GatewayServices;
import io.millrace.model.MillraceException;
import io.millrace.partition.PartitionActor;
import io.millrace.partition.PartitionCommand;
import io.millrace.partition.ProcessorWatch;
import io.millrace.partition.RecoverySlots;
import io.millrace.partition.Rehearsal;
import io.millrace.partition.StateBudget;
import io.millrace.partition.StateSettings;
import io.millrace.partition.Term;
import io.millrace.processor.Job;
import io.millrace.processor.JobProvider;
import io.millrace.query.DrainCheck;
import io.millrace.query.KeyQuestions;
import io.millrace.query.LogReader;
import io.millrace.query.PartitionAsks;
import io.millrace.query.QuarantineDesk;
import io.millrace.query.QueryEngine;
import io.millrace.query.Selector;
import io.millrace.routing.JobDirectory;
import io.millrace.routing.JobRefresh;
import io.millrace.skip.SkipEncoder;
import io.millrace.store.JobDictionaries;
import io.millrace.store.Stores;
import io.millrace.store.Timers;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.ServiceLoader;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running node: store, cluster membership, partitions, gateway. Close it to stop all of them. */
public final class Node implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Node.class);

  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private final CompletableFuture<MillraceException> ended = new CompletableFuture<>();
  private final NodeSettings settings;

  private Node(NodeSettings settings) {
    this.settings = settings;
  }

  private int gatewayPort;
  private String clusterAddress = "";

  /**
   * Starts a node with the jobs that its class path brings; blocks until the gateway listens.
   *
   * @throws io.millrace.model.MillraceException UNAVAILABLE if store or cluster cannot be reached
   */
  public static Node start(NodeSettings settings) {
    List<Job> jobs =
        ServiceLoader.load(JobProvider.class).stream().map(p -> p.get().job()).toList();
    return start(settings, jobs);
  }

  /** Starts a node with the given jobs. */
  public static Node start(NodeSettings settings, List<Job> jobs) {
    return start(settings, jobs, () -> NodeStores.open(settings));
  }

  /**
   * Starts a node over stores of the caller's, whatever the settings name; the node closes them.
   *
   * @param stores opens them; called once, on a thread of its own
   */
  public static Node start(NodeSettings settings, List<Job> jobs, Supplier<Stores> stores) {
    var node = new Node(settings);
    try {
      node.startParts(jobs, stores);
    } catch (RuntimeException e) {
      node.close();
      throw e instanceof CompletionException && e.getCause() instanceof MillraceException cause
          ? cause
          : e;
    }
    return node;
  }

  private void startParts(List<Job> jobs, Supplier<Stores> openStores) {
    // Both take seconds and neither needs the other; the stores are closed after the cluster is
    // left.
    CompletableFuture<Stores> opening =
        CompletableFuture.supplyAsync(openStores, task -> new Thread(task, "open-stores").start());
    StateBudget states = part(states(settings.state()));
    parts.push(() -> opening.join().close());
    ProcessorWatch watch = part(ProcessorWatch.start(settings.watch()));
    ClusterNode cluster =
        part(
            ClusterNode.join(
                JobRoles.add(settings.config(), jobs),
                settings.clusterHost(),
                settings.clusterPort(),
                settings.seedNodes(),
                settings.clusterTls(),
                settings.startTimeout()));
    Stores stores = opening.join();
    ActorSystem<Void> system = cluster.system();
    Executor codecs =
        system.dispatchers().lookup(DispatcherSelector.fromConfig("millrace.codec-dispatcher"));
    var directory = new JobDirectory(stores.jobs());
    // Closed last: partitions ask it until the node has left its cluster.
    parts.addLast(directory);
    for (Job job : jobs) {
      directory.add(job).toCompletableFuture().join();
    }
    var query = new CompletableFuture<QueryEngine>();
    ErrorBudget budget =
        part(
            new ErrorBudget(
                directory,
                job -> query.thenCompose(q -> q.totals(job)),
                Timers.SYSTEM,
                settings.budgetCheck()));
    Codec codec = Codecs.byName(settings.partition().codec());
    var dictionaries =
        new JobDictionaries(stores.dictionaries(), settings.dictionary().cacheBytes());
    var terms =
        new Term.Services(
            stores.blocks(),
            stores.snapshots(),
            BlockEncoder.checking(BlockLimits.DEFAULT),
            new SkipEncoder(settings.partition().index()),
            codec,
            part(
                DictionaryKeeper.start(
                    stores.dictionaries(), dictionaries, settings.dictionary(), codec)),
            dictionaries,
            BlockLimits.DEFAULT,
            codecs,
            Timers.SYSTEM,
            // ThreadLocalRandom must be asked for in the thread that uses it.
            () -> ThreadLocalRandom.current().nextLong(),
            System::currentTimeMillis,
            UUID::randomUUID,
            settings.partition());
    if (!settings.seedNodes().isEmpty()) {
      new Rehearsal(terms, states, directory::runnable, System::nanoTime)
          .run(directory.partitions(), settings.cluster().rehearsal());
    }
    PartitionSharding sharding =
        PartitionSharding.start(
            system,
            settings.cluster().shards(),
            directory,
            (source, road) -> new StageExchange(source, settings.exchange(), road),
            new PartitionActor.Services(
                terms,
                new RecoverySlots(settings.partition().recoveriesMax()),
                watch,
                states,
                directory::paused,
                budget::onFailed,
                cluster.address()));
    ActorRef<PartitionCommand> region = sharding.region();
    part(
        KeepStarted.start(
            system, region, directory::partitions, settings.cluster().keepStartedInterval()));
    var reader =
        new LogReader(stores.blocks(), dictionaries, BlockLimits.DEFAULT, settings.query(), codecs);
    var asks = new PartitionAsks(system, region, settings.query().askTimeout(), codecs);
    var engine = new QueryEngine(asks, reader, settings.query(), codecs);
    query.complete(engine);
    var selector =
        new Selector(
            stores.blocks(), BlockLimits.DEFAULT, dictionaries, settings.query(), true, codecs);
    var drains = new DrainCheck(directory, engine);
    Runnable onRefresh =
        () -> {
          sharding.endForeign();
          drains.checkAll();
        };
    part(JobRefresh.start(directory, Timers.SYSTEM, settings.jobsRefresh(), onRefresh));
    Gateway gateway =
        part(
            Gateway.start(
                new InetSocketAddress(settings.gatewayHost(), settings.gatewayPort()),
                new GatewayServices(
                    system,
                    stores,
                    directory,
                    region,
                    engine,
                    selector,
                    drains,
                    new QuarantineDesk(asks),
                    new KeyQuestions(directory, asks, settings.partition().ask()),
                    settings.ingest(),
                    settings.limits(),
                    ServiceLoader.load(GatewayExtension.class).stream()
                        .map(ServiceLoader.Provider::get)
                        .toList(),
                    codecs),
                settings.query().responseBytes(),
                settings.drainTimeout()));
    gatewayPort = gateway.port();
    clusterAddress = cluster.address();
    LOG.atInfo()
        .addKeyValue("gateway", gatewayAddress())
        .addKeyValue("cluster", clusterAddress)
        .addKeyValue("jobs", jobs.stream().map(Job::name).toList())
        .log("node started");
    cluster
        .putOut()
        .thenAcceptAsync(
            cause -> onPutOut(cause, gateway), task -> new Thread(task, "node-put-out").start());
  }

  /** Closed after the partitions are gone: what is cold lies in it. */
  private static StateBudget states(StateSettings settings) {
    try {
      ColdFolder.sweep(settings.folder());
    } catch (IOException e) {
      LOG.atWarn().setCause(e).addKeyValue("folder", settings.folder()).log("not emptied");
    }
    return new StateBudget(
        settings.memoryMax(), settings.diskMax(), () -> RocksColdStore.open(settings));
  }

  private void onPutOut(MillraceException cause, Gateway gateway) {
    LOG.atError().addKeyValue("cause", cause.getMessage()).log("node ends");
    gateway.abandonCalls();
    close();
    ended.complete(cause);
  }

  private <T extends AutoCloseable> T part(T part) {
    parts.push(part);
    return part;
  }

  /** {@code host:port} where clients reach the node. */
  public String gatewayAddress() {
    return settings.gatewayHost() + ":" + gatewayPort;
  }

  /** {@code host:port} where other nodes reach the node. */
  public String clusterAddress() {
    return clusterAddress;
  }

  /**
   * Completes, with the cause, if the node ends though nobody closed it: the cluster put it out.
   * All its parts are closed then; the JVM is left to its owner.
   */
  public CompletionStage<MillraceException> ended() {
    return ended;
  }

  /**
   * Stops the node: no new calls, partitions handed over, store closed. Blocks. What fails to stop
   * is logged and does not keep the rest from stopping.
   */
  @Override
  public synchronized void close() {
    while (!parts.isEmpty()) {
      AutoCloseable part = parts.pop();
      try {
        part.close();
      } catch (CompletionException e) {
        LOG.atDebug().setCause(e).log("stores had not opened");
      } catch (Exception e) {
        LOG.atWarn()
            .setCause(e)
            .addKeyValue("part", part.getClass().getSimpleName())
            .log("part did not stop in order");
      }
    }
  }
}
