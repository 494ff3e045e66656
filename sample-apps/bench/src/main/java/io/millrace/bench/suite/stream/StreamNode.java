// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.suite.stream;

import com.typesafe.config.ConfigFactory;
import io.millrace.EmbeddedSettings;
import io.millrace.Millrace;
import io.millrace.bench.peer.ParentWatch;
import io.millrace.bench.suite.ChildJvm;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A node with the suites' jobs, in a JVM of its own until its standard input ends. */
final class StreamNode {
  /** Without its database, which goes with the bench as well, a node takes long to stop. */
  private static final Duration STOP_MAX = Duration.ofSeconds(25);

  private StreamNode() {}

  /**
   * Prints the gateway's address once it is up.
   *
   * @param args contact point, datacenter, keyspace, folder for state
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    ParentWatch parent = ParentWatch.start(STOP_MAX);
    if (args.length != 4) {
      throw MillraceException.of(Kind.CALLER, "wrong number of arguments")
          .with("given", args.length)
          .with("expected", 4);
    }
    var settings =
        EmbeddedSettings.of(List.of(new CountProgram().job(), new WindowProgram().job()))
            .withCassandra(List.of(args[0]), args[1], args[2])
            .withConfig(ConfigFactory.parseMap(Map.of("millrace.state.folder", args[3])));
    try (Millrace millrace = Millrace.embedded(settings)) {
      System.out.println(ChildJvm.READY + millrace.gatewayAddress());
      parent.await();
    }
  }
}
