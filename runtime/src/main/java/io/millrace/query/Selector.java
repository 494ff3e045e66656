// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.query;

import io.millrace.block.BlockLimits;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.millrace.store.BlockDictionaries;
import io.millrace.store.BlockLog;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.NotUsed;
import org.apache.pekko.stream.javadsl.Source;
import org.jspecify.annotations.Nullable;

/** Answers queries over committed results. Thread-safe. */
public final class Selector {
  private final BlockReads reads;
  private final Heads heads;
  private final SelectSettings settings;
  private final @Nullable IndexPages index;
  private final AtomicInteger running = new AtomicInteger();

  /**
   * @param useIndex whether the skip index is looked at; the answers are the same
   * @param executor decodes and evaluates
   */
  public Selector(
      BlockLog log,
      BlockLimits limits,
      BlockDictionaries dictionaries,
      QuerySettings settings,
      boolean useIndex,
      Executor executor) {
    this.reads = new BlockReads(log, limits, dictionaries, settings.pageBytes(), executor);
    this.heads = new Heads(log, settings.pollInterval(), executor);
    this.settings = settings.select();
    this.index =
        useIndex ? new IndexPages(log, settings.select().indexCacheBytes(), executor) : null;
  }

  /**
   * The answer: a header, rows, an end. Nothing happens before the source runs; it may run once.
   * Cancelling it, or its failure, ends all work. Fails CALLER (the query is wrong, or needs more
   * than the settings allow: the message names which), BUSY (too many queries), UNAVAILABLE,
   * NOT_FOUND (blocks of the snapshot were truncated meanwhile), CORRUPT.
   */
  public Source<Part, NotUsed> select(Selection selection) {
    return Source.lazySource(() -> start(selection))
        .mapMaterializedValue(ignored -> NotUsed.getInstance());
  }

  private Source<Part, NotUsed> start(Selection selection) {
    if (running.incrementAndGet() > settings.runningMax()) {
      running.decrementAndGet();
      return Source.failed(
          MillraceException.of(Kind.BUSY, "too many queries at once")
              .with("limit", SelectSettings.RUNNING_MAX)
              .with("value", settings.runningMax())
              .with("expected", "a try later, or a higher setting"));
    }
    try {
      return new SelectRun(selection, reads, heads, settings, index, running::decrementAndGet)
          .source();
    } catch (RuntimeException e) {
      running.decrementAndGet();
      return Source.failed(e);
    }
  }
}
