// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.suite.stream;

import io.millrace.bench.suite.Contender;
import io.millrace.bench.suite.PeerBuild;
import io.millrace.bench.suite.PeerLaunch;
import io.millrace.bench.suite.PeerProcess;
import io.millrace.bench.suite.SuiteRun;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The peers of both suites, each in a process of its own. */
final class StreamPeers {
  /** Kafka Streams. */
  static final String KAFKA = "kafka-streams";

  /** The same, with a broker that forces each append to the disk. */
  static final String KAFKA_SYNCED = "kafka-streams-synced";

  /** Flink, from and into Kafka. */
  static final String FLINK = "flink";

  /** Hazelcast Jet. */
  static final String HAZELCAST = "hazelcast-jet";

  private static final String PAGE_CACHE =
      "the broker acknowledges what is in its page cache: that survives a kill of the broker, not a"
          + " crash of the machine (Kafka's answer are replicas on other machines)";
  private static final String KAFKA_PROMISES =
      "Exactly once between topics (exactly_once_v2), results visible once their transaction is"
          + " committed; ";

  private StreamPeers() {}

  /** Names, as {@code --peers} takes them. */
  static List<String> names() {
    return List.of(KAFKA, KAFKA_SYNCED, FLINK, HAZELCAST);
  }

  /** Those that take part in a run. */
  static List<Contender> of(SuiteRun run, String suite, Path folder) {
    var all = new ArrayList<Contender>();
    add(all, launch(run, suite, folder, KAFKA, "kafka", KAFKA_PROMISES + PAGE_CACHE + ".", "1g"));
    add(
        all,
        launch(
                run,
                suite,
                folder,
                KAFKA_SYNCED,
                "kafka",
                KAFKA_PROMISES
                    + "the broker forces each append to the disk before it acknowledges it, which"
                    + " survives a crash of the machine, as far as Kafka's own metadata does.",
                "1g")
            .map(launch -> launch.with("synced", "true")));
    add(
        all,
        launch(
                run,
                suite,
                folder,
                FLINK,
                "flink",
                "Exactly once from topic to topic; results visible once a checkpoint has committed"
                    + " them; after a crash the job goes on from the newest checkpoint on disk, which"
                    + " is not synced; "
                    + PAGE_CACHE
                    + ".",
                "1g")
            .map(launch -> launch.withOptions(opened("-Xmx1g", "java.util", "java.lang"))));
    add(
        all,
        launch(
                run,
                suite,
                folder,
                HAZELCAST,
                "hazelcast",
                "Records, state and snapshots are in the members' memory only: exactly once as long"
                    + " as one copy of each survives, and this one member has the only copy: nothing"
                    + " survives its end. Results are visible before the snapshot that covers them.",
                "2g")
            .map(
                launch ->
                    launch.withOptions(
                        opened(
                            "-Xmx2g",
                            "java.lang",
                            "java.nio",
                            "sun.nio.ch",
                            "java.management/sun.management",
                            "jdk.management/com.sun.management.internal"))));
    return all;
  }

  private static void add(List<Contender> all, Optional<PeerLaunch> launch) {
    launch.ifPresent(one -> all.add(PeerProcess.resting(one)));
  }

  private static Optional<PeerLaunch> launch(
      SuiteRun run,
      String suite,
      Path folder,
      String name,
      String module,
      String promises,
      String heap) {
    Optional<PeerBuild> build = run.built(name, module);
    return build.map(
        found ->
            PeerLaunch.of(
                    name,
                    promises,
                    found,
                    "io.millrace.bench.peer." + module + ".Main",
                    folder.resolve(name))
                .withOptions("-Xmx" + heap)
                .with("suite", suite));
  }

  /** Options that open packages of the JDK, as the peer's own start script does. */
  private static String[] opened(String heap, String... packages) {
    var options = new ArrayList<String>();
    options.add(heap);
    for (String name : packages) {
      String full = name.contains("/") ? name : "java.base/" + name;
      options.add("--add-opens=" + full + "=ALL-UNNAMED");
    }
    return options.toArray(String[]::new);
  }
}
