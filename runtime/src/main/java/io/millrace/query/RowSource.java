// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.query;

import io.millrace.block.ResultColumns;
import io.millrace.model.DataRecord;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.millrace.select.BlockRows;
import io.millrace.select.Filter;
import io.millrace.select.Groups;
import io.millrace.select.MemoryBudget;
import io.millrace.select.Order;
import io.millrace.select.Query;
import io.millrace.select.Row;
import io.millrace.select.Rows;
import io.millrace.select.TopRows;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import org.apache.pekko.NotUsed;
import org.apache.pekko.stream.javadsl.Source;
import org.jspecify.annotations.Nullable;

/**
 * Turns chunks into the rows of an answer: as they come, the first by event time, or groups. Its
 * methods are called by one stream; blocks are evaluated on other threads.
 */
final class RowSource {
  private final Query query;
  private final @Nullable PageToken from;
  private final BlockReads reads;
  private final SelectSettings settings;
  private final Tally tally;
  private final BooleanSupplier isOver;
  private final Filter filter;
  private final MemoryBudget budget;
  private final Comparator<Row> order;
  private final long before;
  private final long wanted;
  private final long pageRows;
  private long returned;
  private @Nullable Row last;

  /** By event time: the last of the rows held, once there are as many as wanted. */
  private volatile @Nullable Row worst;

  RowSource(
      Selection selection,
      @Nullable PageToken from,
      BlockReads reads,
      SelectSettings settings,
      Tally tally,
      BooleanSupplier isOver) {
    this.query = selection.query();
    this.from = from;
    this.reads = reads;
    this.settings = settings;
    this.tally = tally;
    this.isOver = isOver;
    this.filter = Filter.of(query.where());
    this.budget = new MemoryBudget(SelectSettings.MEMORY, settings.memoryBytes());
    this.order = Rows.comparator(query.order());
    this.before = from == null ? 0 : from.returned();
    this.pageRows = selection.pageRows() == 0 ? Long.MAX_VALUE : selection.pageRows();
    this.wanted = Math.min(pageRows, Math.max(0, query.limit().orElse(Long.MAX_VALUE) - before));
  }

  /** Rows given so far, those of the pages before included. */
  long returnedInAll() {
    return before + returned;
  }

  /** The last row given, if the answer stopped there for its page was full. */
  Optional<Row> stopped() {
    boolean atLimit = returnedInAll() >= query.limit().orElse(Long.MAX_VALUE);
    return returned >= pageRows && !atLimit ? Optional.ofNullable(last) : Optional.empty();
  }

  /** The rows of the answer, in lists. */
  Source<List<@Nullable Object[]>, NotUsed> rows(Source<Chunk, NotUsed> chunks) {
    if (query.isGrouped()) {
      return chunks
          .mapAsyncUnordered(settings.readsInFlight(), this::groups)
          .fold(
              new Groups(query, budget),
              (all, some) -> {
                all.merge(some);
                return all;
              })
          .map(all -> counted(all.rows()));
    }
    if (wanted == 0) {
      return Source.empty();
    }
    if (query.order() instanceof Order.EventTime) {
      return chunks
          .mapAsyncUnordered(settings.readsInFlight(), this::top)
          .fold(
              new TopRows(order, wanted, budget),
              (all, some) -> {
                all.merge(some);
                worst = all.worst();
                return all;
              })
          .map(all -> given(all.rows()));
    }
    return chunks
        .mapAsync(settings.readsInFlight(), this::inOrder)
        .map(this::given)
        .takeWhile(rows -> returned < wanted, true);
  }

  private List<@Nullable Object[]> given(List<Row> rows) {
    rows.forEach(row -> budget.give(Rows.bytes(row)));
    List<Row> kept = rows.subList(0, (int) Math.min(rows.size(), wanted - returned));
    if (!kept.isEmpty()) {
      last = kept.get(kept.size() - 1);
    }
    return counted(kept.stream().map(Row::values).toList());
  }

  private List<@Nullable Object[]> counted(List<@Nullable Object[]> rows) {
    returned += rows.size();
    tally.rowsReturned.add(rows.size());
    if (returned > settings.rowsMax()) {
      throw MillraceException.of(Kind.CALLER, "answer has more rows than it may have")
          .with("limit", SelectSettings.ROWS_MAX)
          .with("value", settings.rowsMax())
          .with("expected", "LIMIT, pages, a narrower WHERE, or a higher setting");
    }
    return rows;
  }

  private CompletionStage<Groups> groups(Chunk chunk) {
    var groups = new Groups(query, budget);
    return read(
            chunk,
            rows -> {
              var adder = groups.adder(rows);
              return row -> {
                adder.add(row);
                return true;
              };
            })
        .thenApply(done -> groups);
  }

  private CompletionStage<TopRows> top(Chunk chunk) {
    var top = new TopRows(order, wanted, budget);
    if (isTooLate(chunk)) {
      tally.prunedBlocks("order", chunk.entries().size());
      return CompletableFuture.completedStage(top);
    }
    return read(
            chunk,
            rows -> {
              var maker = new Rows(query, rows);
              return row -> {
                Row place = maker.place(row);
                Row known = worst;
                if ((known == null || order.compare(place, known) < 0)
                    && isBehindToken(place)
                    && top.wants(place)) {
                  top.add(maker.row(row));
                }
                return true;
              };
            })
        .thenApply(done -> top);
  }

  /** Whether all rows of the chunk would come behind those that are held. */
  private boolean isTooLate(Chunk chunk) {
    Row known = worst;
    if (known == null || known.eventTimeMs() == DataRecord.NO_EVENT_TIME) {
      return false;
    }
    boolean descending = ((Order.EventTime) query.order()).descending();
    return descending
        ? !chunk.mayHaveTimeBetween(known.eventTimeMs(), Long.MAX_VALUE)
        : !chunk.mayHaveTimeBetween(Long.MIN_VALUE, known.eventTimeMs());
  }

  private CompletionStage<List<Row>> inOrder(Chunk chunk) {
    var found = new ArrayList<Row>();
    boolean descending = query.order() instanceof Order.Position p && p.descending();
    return read(
            chunk,
            rows -> {
              var maker = new Rows(query, rows);
              return row -> {
                Row place = maker.place(row);
                if (isBehindToken(place)) {
                  Row made = maker.row(row);
                  budget.take(Rows.bytes(made));
                  found.add(made);
                }
                return descending || found.size() < wanted;
              };
            })
        .thenApply(
            done -> {
              if (descending) {
                Collections.reverse(found);
              }
              return found;
            });
  }

  private boolean isBehindToken(Row place) {
    return from == null || order.compare(place, from.last()) > 0;
  }

  /** Takes the rows of a block that fulfil the condition. */
  private interface RowTaker {
    /** Takes a row; false if no more are wanted. */
    boolean take(int row);
  }

  /** Gives the taker for a block. */
  private interface Takers {
    RowTaker of(BlockRows rows);
  }

  private CompletionStage<Void> read(Chunk chunk, Takers takers) {
    int partition = chunk.span().partition();
    return reads.read(
        chunk,
        tally,
        new BlockReads.Visitor() {
          private boolean more = true;

          @Override
          public boolean wantsMore() {
            if (isOver.getAsBoolean()) {
              throw MillraceException.of(Kind.UNAVAILABLE, "query was ended");
            }
            return more;
          }

          @Override
          public void visit(ResultColumns columns, long block) {
            var rows = new BlockRows(columns, partition, block);
            Filter.Bound bound = filter.bind(rows);
            RowTaker taker = takers.of(rows);
            int matched = 0;
            int row = 0;
            for (; row < columns.size() && more; row++) {
              if (bound.test(row)) {
                matched++;
                more = taker.take(row);
              }
            }
            tally.rowsLookedAt.add(row);
            tally.rowsMatched.add(matched);
          }
        });
  }
}
