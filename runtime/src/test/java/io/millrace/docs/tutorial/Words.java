// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.docs.tutorial;

import static io.millrace.serde.Serdes.int64;
import static io.millrace.serde.Serdes.json;
import static io.millrace.serde.Serdes.utf8;

import com.google.protobuf.ByteString;
import io.millrace.model.ResultRecord;
import io.millrace.processor.Job;
import io.millrace.processor.JobProvider;
import io.millrace.processor.Typed;
import io.millrace.processor.TypedContext;
import io.millrace.processor.TypedEffect;
import io.millrace.processor.TypedRecord;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Takes documents and counts their words. */
public final class Words implements JobProvider {
  private static final Pattern WORD = Pattern.compile("\\p{L}+");

  @Override
  public Job job() {
    return Job.named("words")
        .source()
        .stage("split", Typed.keys(utf8()).values(utf8()).results(utf8()).process(Words::split))
        .keyBy(ResultRecord::value)
        .stage(
            "count",
            Typed.keys(utf8()).state(int64()).results(json(Long.class)).process(Words::count))
        .sink();
  }

  private static TypedEffect<ByteString, String> split(
      TypedRecord<String, String> document, TypedContext<ByteString, String> context) {
    String text = document.value().toLowerCase(Locale.ROOT);
    List<String> words = WORD.matcher(text).results().map(MatchResult::group).toList();
    if (words.isEmpty()) {
      return context.refuse("no words");
    }
    var effect = context.none().emitTo("length", json(Integer.class), words.size());
    words.forEach(effect::emit);
    return effect;
  }

  private static TypedEffect<Long, Long> count(
      TypedRecord<String, ByteString> word, TypedContext<Long, Long> context) {
    long count = context.state().orElse(0L) + 1;
    return context.emit(count).setState(count);
  }
}
