// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.suite.scale;

import com.typesafe.config.ConfigFactory;
import io.millrace.EmbeddedSettings;
import io.millrace.Millrace;
import io.millrace.bench.suite.ChildJvm;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** One node of a cluster that runs the suite's job, in a JVM of its own until its input ends. */
final class ScaleNode {
  /** Client, nodes and database share few cores: one that starves for seconds is not dead. */
  static final String FAILURE_DETECTOR_PAUSE = "30 s";

  private static final int ARGUMENTS = 7;

  private ScaleNode() {}

  /** Its arguments. */
  record Settings(
      String contactPoint,
      String datacenter,
      String keyspace,
      String stateFolder,
      int partitions,
      int clusterPort,
      int seedPort) {
    List<String> arguments() {
      return List.of(
          contactPoint,
          datacenter,
          keyspace,
          stateFolder,
          Integer.toString(partitions),
          Integer.toString(clusterPort),
          Integer.toString(seedPort));
    }

    private static Settings parse(String[] args) {
      if (args.length != ARGUMENTS) {
        throw MillraceException.of(Kind.CALLER, "wrong number of arguments")
            .with("given", args.length)
            .with("expected", ARGUMENTS);
      }
      return new Settings(
          args[0],
          args[1],
          args[2],
          args[3],
          Integer.parseInt(args[4]),
          Integer.parseInt(args[5]),
          Integer.parseInt(args[6]));
    }
  }

  /** Prints the gateway's address once it is up. */
  public static void main(String[] args) throws IOException {
    Settings settings = Settings.parse(args);
    var node =
        EmbeddedSettings.of(List.of(ScaleJob.of(settings.partitions())))
            .withCassandra(
                List.of(settings.contactPoint()), settings.datacenter(), settings.keyspace())
            .withCluster(
                "127.0.0.1", settings.clusterPort(), List.of("127.0.0.1:" + settings.seedPort()))
            .withConfig(
                ConfigFactory.parseMap(
                    Map.of(
                        "millrace.state.folder",
                        settings.stateFolder(),
                        "millrace.cluster.failure-detector-pause",
                        FAILURE_DETECTOR_PAUSE)));
    try (Millrace millrace = Millrace.embedded(node)) {
      System.out.println(ChildJvm.READY + millrace.gatewayAddress());
      while (System.in.read() >= 0) {
        // What comes in means nothing; its end does.
      }
    }
  }
}
