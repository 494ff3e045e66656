// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.docs;

import com.google.protobuf.ByteString;
import io.millrace.processor.Effect;
import io.millrace.processor.Job;
import io.millrace.processor.JobProvider;

public final class WordCount implements JobProvider {
  @Override
  public Job job() {
    return Job.of(
        "word-count",
        () ->
            (record, context) -> {
              long count =
                  context.state().map(s -> Long.parseLong(s.toStringUtf8())).orElse(0L) + 1;
              ByteString text = ByteString.copyFromUtf8(Long.toString(count));
              return Effect.builder().setState(text).emit(text).build();
            });
  }
}
