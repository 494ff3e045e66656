// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli;

import io.millrace.client.MillraceClient;
import io.millrace.v1.Result;
import io.millrace.v1.ScanRequest;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** How often each key occurs among all results of the job under test. */
final class KeyCounts {
  private static final long SCAN_SECONDS_MAX = 60;

  private KeyCounts() {}

  /** As the node reads them that the client talks to. */
  static Map<String, Integer> scan(MillraceClient client) {
    var counts = new HashMap<String, Integer>();
    client
        .resultStreams()
        .withDeadlineAfter(SCAN_SECONDS_MAX, TimeUnit.SECONDS)
        .scan(ScanRequest.newBuilder().setJob(LocalNodes.JOB).setAsText(true).build())
        .forEachRemaining(
            page -> {
              for (Result result : page.getResultsList()) {
                counts.merge(result.getKeyText(), 1, Integer::sum);
              }
            });
    return counts;
  }
}
