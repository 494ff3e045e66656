// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.peer.hazelcast;

import com.hazelcast.config.Config;
import com.hazelcast.config.EventJournalConfig;
import com.hazelcast.config.MapConfig;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.jet.Job;
import com.hazelcast.jet.config.JobConfig;
import com.hazelcast.jet.config.ProcessingGuarantee;
import com.hazelcast.jet.core.JobStatus;
import com.hazelcast.jet.pipeline.Pipeline;
import com.hazelcast.map.IMap;
import io.millrace.bench.peer.Peer;
import io.millrace.bench.peer.stream.Inlets;
import io.millrace.bench.peer.stream.StreamLoad;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * A Jet job in one embedded member: records come in through a map's event journal, and whoever
 * reads the results listens to what they go into. All in this JVM and in its memory.
 */
final class JetPeer implements Peer {
  private static final String INPUT = "records";
  private static final String OUTPUT = "results";
  private static final int THREADS = 2;

  /** Of the maps. */
  static final int PARTITIONS = 8;

  /** Above what may be without a result and what comes between two snapshots. */
  static final int JOURNAL_RECORDS = 500_000;

  private static final int UNSEEN_RECORDS_MAX = 200_000;
  private static final int LISTENER_EVENTS = 2_000_000;
  private static final long SNAPSHOT_INTERVAL_MS = 1_000;
  private static final int RESULT_SECONDS = 60;
  private static final long START_SECONDS_MAX = 60;

  private final Program program;
  private final HazelcastInstance member;
  private final Job job;
  private final Semaphore room;
  private final List<MapInlet> inlets = new ArrayList<>();

  /** What the job does, and how its results are understood. */
  interface Program {
    /** Reads a map's journal and writes the results. */
    Pipeline pipeline(String input, String output);

    /** Listens to the results. */
    void listen(HazelcastInstance member, String output, Semaphore room);

    /** Where results go, and why there. */
    String sink();

    /** Runs a round. */
    Map<String, Double> round(StreamLoad load, Inlets inlets) throws Exception;
  }

  private JetPeer(Program program, HazelcastInstance member, Job job, Semaphore room) {
    this.program = program;
    this.member = member;
    this.job = job;
    this.room = room;
  }

  /** Starts all of it. */
  static JetPeer start(Program program) throws InterruptedException {
    HazelcastInstance member = Hazelcast.newHazelcastInstance(config());
    try {
      var room = new Semaphore(UNSEEN_RECORDS_MAX);
      program.listen(member, OUTPUT, room);
      var config = new JobConfig();
      config.setName("bench");
      config.setProcessingGuarantee(ProcessingGuarantee.EXACTLY_ONCE);
      config.setSnapshotIntervalMillis(SNAPSHOT_INTERVAL_MS);
      Job job = member.getJet().newJob(program.pipeline(INPUT, OUTPUT), config);
      awaitRunning(job);
      return new JetPeer(program, member, job, room);
    } catch (InterruptedException | RuntimeException e) {
      member.shutdown();
      throw e;
    }
  }

  private static Config config() {
    var config = new Config("bench");
    config.setProperty("hazelcast.logging.type", "jdk");
    config.setProperty("hazelcast.phone.home.enabled", "false");
    config.setProperty("hazelcast.partition.count", Integer.toString(PARTITIONS));
    config.setProperty("hazelcast.event.queue.capacity", Integer.toString(LISTENER_EVENTS));
    config.getNetworkConfig().getInterfaces().setEnabled(true).addInterface("127.0.0.1");
    config.getNetworkConfig().getJoin().getAutoDetectionConfig().setEnabled(false);
    config.getNetworkConfig().getJoin().getMulticastConfig().setEnabled(false);
    config.getJetConfig().setEnabled(true).setCooperativeThreadCount(THREADS);
    config.addMapConfig(new MapConfig(OUTPUT).setTimeToLiveSeconds(RESULT_SECONDS));
    config.addMapConfig(
        new MapConfig(INPUT)
            .setEventJournalConfig(
                new EventJournalConfig().setEnabled(true).setCapacity(JOURNAL_RECORDS)));
    return config;
  }

  private static void awaitRunning(Job job) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS_MAX);
    while (job.getStatus() != JobStatus.RUNNING) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException("job: " + job.getStatus() + " (expected: RUNNING)");
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  @Override
  public Map<String, String> settings() {
    var all = new LinkedHashMap<String, String>();
    all.put("version", "Hazelcast 5.5.0");
    all.put("members", "one, embedded: producers, job and reader are in its JVM, no network");
    all.put("processing guarantee", "EXACTLY_ONCE");
    all.put(
        "snapshot interval",
        SNAPSHOT_INTERVAL_MS
            + " ms (default 10000; the journal must hold what came since the last)");
    all.put(
        "source",
        "event journal of a map, capacity "
            + JOURNAL_RECORDS
            + " (default 10000: records would be overwritten before they are read)");
    all.put("sink", program.sink());
    all.put("time-to-live-seconds", RESULT_SECONDS + " for results (they would fill the memory)");
    all.put(
        "hazelcast.partition.count",
        PARTITIONS + " (default 271, for many members: on one, fewer were faster)");
    all.put("preserve order", "true (records of a key stay in order, or late ones get too late)");
    all.put(
        "source parallelism",
        "in windows one reader for each partition (default: one a core, which takes the newest event"
            + " time among its partitions for its own and drops what others have still to read)");
    all.put(
        "partition idle timeout", "1 h in windows (default 60 s, less than between two rounds)");
    all.put("cooperative threads", THREADS + " (one a core, default)");
    all.put(
        "records put at once",
        MapInlet.BATCH_RECORDS + ", after " + MapInlet.LINGER_MS + " ms at the latest");
    all.put(
        "records without result", "at most " + UNSEEN_RECORDS_MAX + " (so the journal holds them)");
    all.put(
        "hazelcast.event.queue.capacity",
        LISTENER_EVENTS + " (default 1000000; beyond it events are dropped)");
    return all;
  }

  @Override
  public Map<String, Double> round(Map<String, String> load) throws Exception {
    Map<String, Double> figures = program.round(StreamLoad.parse(load), this::inlet);
    figures.put("bytes-on-disk", 0.0);
    return figures;
  }

  private MapInlet inlet(int number) {
    IMap<Long, byte[]> map = member.getMap(INPUT);
    while (inlets.size() <= number) {
      inlets.add(new MapInlet(map, room));
    }
    return inlets.get(number);
  }

  @Override
  public void close() {
    job.cancel();
    member.shutdown();
  }
}
