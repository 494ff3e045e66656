// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace;

import com.google.protobuf.ByteString;
import io.millrace.processor.Effect;
import io.millrace.processor.Job;

/** The job of the tests beside it: counts each key's records, refuses those without a value. */
final class CountJob {
  static final String NAME = "counts";

  static final Job JOB =
      Job.of(
              NAME,
              () ->
                  (record, context) -> {
                    if (record.value().isEmpty()) {
                      return Effect.refuse("no value");
                    }
                    long before =
                        context.state().map(s -> Long.parseLong(s.toStringUtf8())).orElse(0L);
                    ByteString count = ByteString.copyFromUtf8(Long.toString(before + 1));
                    return Effect.builder().setState(count).emit(count).build();
                  })
          .withPartitions(4);

  private CountJob() {}

  /** Submits a record and waits until it is durable. */
  static void count(Millrace millrace, String key) {
    var unused = millrace.submit(NAME, key, "1").toCompletableFuture().join();
  }

  /** The count that readers see. */
  static String read(Millrace millrace, String key) {
    return millrace.get(NAME, key).map(r -> r.getValue().toStringUtf8()).orElse("none");
  }
}
