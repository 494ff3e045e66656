// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.docs.tutorial.v2;

import static io.millrace.serde.Serdes.int64;
import static io.millrace.serde.Serdes.json;
import static io.millrace.serde.Serdes.utf8;

import com.google.protobuf.ByteString;
import io.millrace.model.Fields;
import io.millrace.model.ResultRecord;
import io.millrace.processor.Job;
import io.millrace.processor.JobProvider;
import io.millrace.processor.Typed;
import io.millrace.processor.TypedContext;
import io.millrace.processor.TypedEffect;
import io.millrace.processor.TypedRecord;
import io.millrace.serde.StateSerde;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Takes documents, counts their words, and knows where each came last. */
public final class Words implements JobProvider {
  private static final Pattern WORD = Pattern.compile("\\p{L}+");

  /** How often a word came, and in which document last; "?" if nobody had noted it. */
  public record Usage(long count, String lastIn) {}

  static final StateSerde<Usage> USAGE =
      StateSerde.version(2, json(Usage.class)).reading(1, int64(), count -> new Usage(count, "?"));

  @Override
  public Job job() {
    return Job.named("words")
        .source()
        .stage("split", Typed.keys(utf8()).values(utf8()).results(utf8()).process(Words::split))
        .keyBy(ResultRecord::value)
        .stage(
            "count",
            Typed.keys(utf8()).state(USAGE).results(json(Usage.class)).process(Words::count))
        .sink()
        .withVersion(2);
  }

  private static TypedEffect<ByteString, String> split(
      TypedRecord<String, String> document, TypedContext<ByteString, String> context) {
    String text = document.value().toLowerCase(Locale.ROOT);
    List<String> words = WORD.matcher(text).results().map(MatchResult::group).toList();
    if (words.isEmpty()) {
      return context.refuse("no words");
    }
    var effect = context.none().emitTo("length", json(Integer.class), words.size());
    words.forEach(word -> effect.emit(word, Fields.of("document", document.key())));
    return effect;
  }

  private static TypedEffect<Usage, Usage> count(
      TypedRecord<String, ByteString> word, TypedContext<Usage, Usage> context) {
    long count = context.state().map(Usage::count).orElse(0L) + 1;
    var usage = new Usage(count, word.raw().fields().text("document").orElse("?"));
    return context.emit(usage).setState(usage);
  }
}
