// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.chaos;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Each node leaves in order and comes back, one after the other, under load: a deployment. */
final class RestartNodes implements Fault {
  private static final Logger LOG = LoggerFactory.getLogger(RestartNodes.class);

  @Override
  public String name() {
    return "rolling restart";
  }

  @Override
  public void inject(Testbed bed, RandomGenerator random) throws InterruptedException {
    for (int node = 0; node < bed.nodes().size(); node++) {
      if (!bed.nodes().stop(node)) {
        LOG.atWarn().addKeyValue("node", node).log("node did not leave in order");
      }
      bed.nodes().launch(node);
      bed.nodes().awaitHealthy();
    }
  }

  @Override
  public Duration hold() {
    return Duration.ZERO;
  }

  @Override
  public void heal(Testbed bed) {}
}
