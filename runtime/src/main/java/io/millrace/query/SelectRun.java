// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.query;

import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.millrace.model.PartitionId;
import io.millrace.model.PartitionMap.Router;
import io.millrace.select.Item;
import io.millrace.select.Nnf;
import io.millrace.select.Order;
import io.millrace.select.Predicate;
import io.millrace.select.Query;
import io.millrace.select.Row;
import io.millrace.store.Head;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.pekko.NotUsed;
import org.apache.pekko.stream.javadsl.Source;
import org.jspecify.annotations.Nullable;

/** One query on its way: heads, chunks, rows, end. Its stages run one after the other. */
final class SelectRun {
  /** Heads that are read at once. */
  private static final int HEADS_AT_ONCE = 32;

  private final Selection selection;
  private final Query query;
  private final BlockReads reads;
  private final Heads heads;
  private final SelectSettings settings;
  private final Runnable onEnd;
  private final Tally tally = new Tally();
  private final Predicate predicate;
  private final ChunkPlan plan;
  private final Duration timeout;
  private final long waitNanos;
  private final @Nullable PageToken from;
  private final AtomicBoolean counted = new AtomicBoolean(true);
  private volatile boolean ended;

  SelectRun(
      Selection selection,
      BlockReads reads,
      Heads heads,
      SelectSettings settings,
      @Nullable IndexPages index,
      Runnable onEnd) {
    this.selection = selection;
    this.query = selection.query();
    this.reads = reads;
    this.heads = heads;
    this.settings = settings;
    this.onEnd = onEnd;
    this.predicate = Nnf.of(query.where());
    this.plan = new ChunkPlan(index, predicate, isDescending(), tally, reads.executor());
    this.timeout =
        selection.timeout().compareTo(settings.deadline()) < 0
            ? selection.timeout()
            : settings.deadline();
    // A little less than all of it, so that who waits for a block is told which.
    this.waitNanos = System.nanoTime() + timeout.toNanos() / 10 * 9;
    this.from = token();
  }

  private boolean isDescending() {
    return query.order() instanceof Order.Position position && position.descending();
  }

  private @Nullable PageToken token() {
    if (query.isGrouped() && (selection.pageRows() > 0 || !selection.pageToken().isEmpty())) {
      throw MillraceException.of(Kind.CALLER, "groups have no pages")
          .with("field", selection.pageToken().isEmpty() ? "page_rows" : "page_token")
          .with("expected", "none: all groups come at once, up to LIMIT");
    }
    return selection.pageToken().isEmpty()
        ? null
        : PageToken.parse(selection.pageToken(), QueryHash.of(query, selection.job().id()));
  }

  Source<Part, NotUsed> source() {
    return Source.from(partitions())
        .mapAsync(HEADS_AT_ONCE, this::span)
        .<List<Span>>fold(
            new ArrayList<>(),
            (spans, span) -> {
              spans.add(span);
              return spans;
            })
        .flatMapConcat(this::parts)
        .completionTimeout(timeout)
        .mapError(TimeoutException.class, this::tooLate)
        .map(this::passed)
        .watchTermination(
            (used, done) -> {
              done.whenComplete((finished, failure) -> end());
              return used;
            });
  }

  /** Whoever has the end may ask again at once: the query's place is free by then. */
  private Part passed(Part part) {
    if (part instanceof Part.End) {
      end();
    }
    return part;
  }

  private void end() {
    ended = true;
    if (counted.compareAndSet(true, false)) {
      onEnd.run();
    }
  }

  private RuntimeException tooLate(Throwable cause) {
    return timeout.equals(settings.deadline())
        ? MillraceException.of(Kind.CALLER, "query takes longer than it may", cause)
            .with("limit", SelectSettings.DEADLINE)
            .with("value", timeout.toMillis() + " ms")
            .with("expected", "a narrower WHERE, a LIMIT, or a higher setting")
        : MillraceException.of(
                Kind.UNAVAILABLE, "query was not done by the caller's deadline", cause)
            .with("value", timeout.toMillis() + " ms");
  }

  /** The partitions that may have rows. */
  private List<PartitionId> partitions() {
    Router router = selection.stage().partitions().router();
    var left = new ArrayList<PartitionId>();
    for (int number : selection.stage().partitions().numbers()) {
      String reason = Prune.absent(predicate, new PartitionFacts(number, router));
      if (reason == null) {
        left.add(new PartitionId(selection.job().id(), number));
      } else {
        tally.prunedPartition(reason);
      }
    }
    Comparator<PartitionId> order = Comparator.comparingInt(PartitionId::number);
    left.sort(isDescending() ? order.reversed() : order);
    return left;
  }

  private CompletionStage<Span> span(PartitionId partition) {
    long startNanos = System.nanoTime();
    int number = partition.number();
    PageToken.Blocks known = from == null ? null : from.spans().get(number);
    long block =
        Math.max(selection.atLeast().getOrDefault(number, 0L), known == null ? 0 : known.last());
    return heads
        .reached(partition, block, () -> !ended && System.nanoTime() - waitNanos < 0)
        .thenApply(
            head -> {
              tally.snapshotNanos.add(System.nanoTime() - startNanos);
              return from == null
                  ? new Span(head, head.start().truncated(), head.sequence())
                  : resumed(head, known);
            });
  }

  /** What is left of a partition's span behind the last row given. */
  private Span resumed(Head head, PageToken.@Nullable Blocks known) {
    if (known == null || from == null) {
      return new Span(head, 0, 0);
    }
    Row last = from.last();
    long after = known.after();
    long to = known.last();
    if (!(query.order() instanceof Order.EventTime)) {
      int order = Integer.compare(head.partition().number(), last.partition());
      order = isDescending() ? -order : order;
      if (order < 0) {
        return new Span(head, to, to);
      }
      if (order == 0) {
        after = isDescending() ? after : Math.max(after, last.block() - 1);
        to = isDescending() ? Math.min(to, last.block()) : to;
      }
    }
    if (head.start().truncated() > after) {
      throw MillraceException.of(Kind.NOT_FOUND, "blocks of the pages before were truncated")
          .with("partition", head.partition())
          .with("block", after + 1)
          .with("expected", "block " + (head.start().truncated() + 1) + " or later: query anew");
    }
    return new Span(head, after, to);
  }

  private Source<Part, NotUsed> parts(List<Span> spans) {
    var snapshot = new TreeMap<Integer, Long>();
    spans.forEach(
        span ->
            snapshot.put(
                span.partition(),
                from == null
                    ? span.last()
                    : from.spans()
                        .getOrDefault(span.partition(), new PageToken.Blocks(0, 0))
                        .last()));
    boolean plain = selection.mode() == Selection.Mode.RUN;
    List<String> titles = plain ? query.items().stream().map(Item::name).toList() : List.of("plan");
    Source<Part, NotUsed> header = Source.single(new Part.Header(titles, snapshot));
    if (selection.mode() == Selection.Mode.EXPLAIN) {
      return header.concatLazy(
          chunks(spans).fold(0, (count, chunk) -> count).mapConcat(done -> explained(false)));
    }
    var answer = new Answer(spans);
    Source<Part, NotUsed> rows = answer.rows(chunks(spans));
    return plain
        ? header.concatLazy(rows).concatLazy(Source.lazySingle(answer::end))
        : header.concatLazy(
            rows.fold(0, (count, part) -> count).mapConcat(done -> explained(true)));
  }

  private Source<Chunk, NotUsed> chunks(List<Span> spans) {
    return Source.from(spans).filter(span -> span.blocks() > 0).flatMapConcat(plan::chunks);
  }

  private List<Part> explained(boolean ran) {
    Report report = report();
    List<@Nullable Object[]> lines =
        Explanation.lines(query, report, ran).stream()
            .map(line -> new @Nullable Object[] {line})
            .toList();
    return List.of(new Part.Rows(lines), new Part.End(report, Optional.empty()));
  }

  private Report report() {
    return tally.report(selection.stage().partitions().count());
  }

  /** Turns chunks into rows, and counts them. */
  private final class Answer {
    private final Map<Integer, PageToken.Blocks> blocks = new TreeMap<>();
    private final RowSource source;

    Answer(List<Span> spans) {
      for (Span span : spans) {
        blocks.put(
            span.partition(),
            from == null
                ? new PageToken.Blocks(span.after(), span.last())
                : from.spans().getOrDefault(span.partition(), new PageToken.Blocks(0, 0)));
      }
      this.source = new RowSource(selection, from, reads, settings, tally, () -> ended);
    }

    Source<Part, NotUsed> rows(Source<Chunk, NotUsed> chunks) {
      return source.rows(chunks).map(Part.Rows::new);
    }

    Part end() {
      return new Part.End(
          report(),
          source
              .stopped()
              .map(
                  last ->
                      new PageToken(
                              QueryHash.of(query, selection.job().id()),
                              source.returnedInAll(),
                              new TreeMap<>(blocks),
                              last)
                          .text()));
    }
  }
}
