// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.query;

import com.google.protobuf.ByteString;
import io.millrace.block.Block;
import io.millrace.block.ResultColumns;
import io.millrace.model.PartitionId;
import io.millrace.model.ResultRecord;
import io.millrace.model.Token;
import io.millrace.partition.PartitionCommand.AwaitCommit;
import io.millrace.partition.PartitionCommand.Describe;
import io.millrace.partition.PartitionCommand.Find;
import io.millrace.partition.PartitionReply.Described;
import io.millrace.partition.PartitionReply.Found;
import io.millrace.partition.PartitionReply.Reached;
import io.millrace.select.BlockRows;
import io.millrace.select.Filter;
import io.millrace.select.Predicate;
import io.millrace.store.Head;
import io.millrace.store.JobEntry;
import io.millrace.store.StageMap;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.pekko.NotUsed;
import org.apache.pekko.stream.javadsl.Source;

/** Answers reads of committed results. Thread-safe. */
public final class QueryEngine {
  private static final Filter EVERYTHING = Filter.of(Predicate.ALL);
  private static final int HEADS_AT_ONCE = 8;

  private final PartitionAsks asks;
  private final LogReader reader;
  private final ResultReads results;
  private final Duration tailWait;

  /**
   * The newest main result of a key.
   *
   * @param found where, and up to where its owner had committed
   */
  public record Answer(Located located, Found found) {}

  /**
   * @param executor runs callbacks that do not block
   */
  public QueryEngine(
      PartitionAsks asks, LogReader reader, QuerySettings settings, Executor executor) {
    this.asks = asks;
    this.reader = reader;
    this.tailWait = settings.tailWait();
    this.results = new ResultReads(reader, settings.cacheBytes(), executor);
  }

  /**
   * The newest main result of a key at a stage, empty if it has none. Fails UNAVAILABLE, CORRUPT.
   *
   * @param stage one of the job's
   * @param atLeast for some partitions the block that the answer must reflect, by number; it is
   *     waited for
   */
  public CompletionStage<Optional<Answer>> get(
      JobEntry job, StageMap stage, ByteString key, Map<Integer, Long> atLeast) {
    int number = stage.partitions().router().partitionOf(Token.of(key));
    var partition = new PartitionId(job.id(), number);
    long block = atLeast.getOrDefault(number, 0L);
    return asks.ask(partition, Found.class, replyTo -> new Find(partition, key, block, replyTo))
        .thenCompose(
            found ->
                found.block() == 0
                    ? CompletableFuture.completedStage(Optional.empty())
                    : results
                        .result(partition, found.block(), found.index())
                        .thenApply(result -> answer(found, result)));
  }

  private static Optional<Answer> answer(Found found, ResultRecord result) {
    var located = new Located(found.partition().number(), found.block(), found.index(), result);
    return Optional.of(new Answer(located, found));
  }

  /** The results of parts of partitions' logs, block by block, one part after the other. */
  public Source<List<Located>, NotUsed> scan(JobEntry job, List<LogSpan> spans, String tag) {
    return Source.from(spans)
        .flatMapConcat(
            span ->
                reader
                    .history(new PartitionId(job.id(), span.number()), span)
                    .map(block -> results(block, tag, EVERYTHING, span.before(block.sequence()))));
  }

  /** How far the log of each partition of a stage reaches, in the order of the stage's numbers. */
  public Source<Head, NotUsed> heads(JobEntry job, StageMap stage) {
    return Source.from(stage.partitions().numbers())
        .mapAsync(HEADS_AT_ONCE, number -> reader.head(new PartitionId(job.id(), number)));
  }

  /**
   * The results of one partition from a place on, without end.
   *
   * @param filter which of the results of that tag
   * @param block number of the block of the last result known, 0 for none
   * @param index its place in the block
   */
  public Source<List<Located>, NotUsed> tail(
      JobEntry job, int number, String tag, Filter filter, long block, int index) {
    var partition = new PartitionId(job.id(), number);
    var id = UUID.randomUUID();
    LogTail.Commits commits =
        after ->
            asks.ask(
                    partition,
                    Reached.class,
                    tailWait,
                    replyTo -> new AwaitCommit(partition, id, after, replyTo))
                .thenApply(Reached::head);
    return reader
        .live(partition, Math.max(0, block - 1), commits)
        .map(b -> results(b, tag, filter, b.sequence() == block ? index : -1));
  }

  /** The partition's figures, empty if its owner does not answer. */
  public CompletionStage<Optional<Described>> describe(PartitionId partition) {
    return asks.ask(partition, Described.class, replyTo -> new Describe(partition, replyTo))
        .handle((described, failure) -> Optional.ofNullable(described));
  }

  /**
   * A job's figures over the partitions whose owners answered.
   *
   * @param silent how many did not
   */
  public record Totals(long records, long failed, int silent) {}

  /** Adds up the figures of all partitions of all stages of a job; starts those that do not run. */
  public CompletionStage<Totals> totals(JobEntry job) {
    CompletionStage<Totals> sum = CompletableFuture.completedStage(new Totals(0, 0, 0));
    for (int number : job.numbers()) {
      sum = sum.thenCombine(describe(new PartitionId(job.id(), number)), QueryEngine::add);
    }
    return sum;
  }

  /**
   * How many partitions of a job still take records, or have something to commit or to send to
   * another stage, or do not answer; starts those that do not run. Looks as often as there are
   * stages: what one look misses, since it was on its way between two stages, is found by the next.
   */
  public CompletionStage<Integer> restless(JobEntry job) {
    return restless(job, job.stages().size());
  }

  private CompletionStage<Integer> restless(JobEntry job, int looks) {
    CompletionStage<Integer> sum = CompletableFuture.completedStage(0);
    for (int number : job.numbers()) {
      sum =
          sum.thenCombine(
              describe(new PartitionId(job.id(), number)),
              (count, one) -> count + (one.filter(Described::quiet).isPresent() ? 0 : 1));
    }
    return sum.thenCompose(
        left ->
            left > 0 || looks == 1
                ? CompletableFuture.completedStage(left)
                : restless(job, looks - 1));
  }

  private static Totals add(Totals sum, Optional<Described> one) {
    return one.map(
            d ->
                new Totals(
                    sum.records() + d.figures().records(),
                    sum.failed() + d.figures().failed(),
                    sum.silent()))
        .orElseGet(() -> new Totals(sum.records(), sum.failed(), sum.silent() + 1));
  }

  private static List<Located> results(Block block, String tag, Filter filter, int afterIndex) {
    List<ResultRecord> all = block.results();
    Filter.Bound bound =
        filter.bind(
            new BlockRows(ResultColumns.of(all), block.partition().number(), block.sequence()));
    return IntStream.range(afterIndex + 1, all.size())
        .filter(i -> tag.equals("*") || tag.equals(all.get(i).tag()))
        .filter(bound::test)
        .mapToObj(i -> new Located(block.partition().number(), block.sequence(), i, all.get(i)))
        .collect(Collectors.toList());
  }
}
