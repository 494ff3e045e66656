// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.query;

import com.google.protobuf.ByteString;
import com.typesafe.config.ConfigFactory;
import io.millrace.block.Block;
import io.millrace.block.BlockEncoder;
import io.millrace.block.BlockHeader;
import io.millrace.block.BlockLimits;
import io.millrace.block.ColumnPlan;
import io.millrace.block.EncodedBody;
import io.millrace.codec.Codec;
import io.millrace.codec.Codecs;
import io.millrace.model.DataRecord;
import io.millrace.model.FieldType;
import io.millrace.model.Fields;
import io.millrace.model.FieldsBuilder;
import io.millrace.model.PartitionId;
import io.millrace.model.PartitionMap;
import io.millrace.model.ProducerEpoch;
import io.millrace.model.ProducerMark;
import io.millrace.model.ResultRecord;
import io.millrace.model.TimeKind;
import io.millrace.model.Timer;
import io.millrace.model.TimerChange;
import io.millrace.model.Token;
import io.millrace.select.Query;
import io.millrace.skip.SkipEncoder;
import io.millrace.skip.SkipSettings;
import io.millrace.sql.Sql;
import io.millrace.sql.Statement;
import io.millrace.store.BlockDictionaries;
import io.millrace.store.BlockLog;
import io.millrace.store.ForwardingBlockLog;
import io.millrace.store.Head;
import io.millrace.store.JobEntry;
import io.millrace.store.StoredBlock;
import io.millrace.store.memory.InMemoryStores;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.stream.javadsl.Sink;
import org.jspecify.annotations.Nullable;

/** A job of a few partitions over an in-memory log, some blocks of each format, and its queries. */
final class QueryRig {
  static final int PARTITIONS = 4;

  /** Where a header has its version. */
  private static final int VERSION_AT = 4;

  static final String[] LANGS = {"de", "en", "fr", "it", "zu", "éo", "\uFFEF", "\uD83D\uDE00"};

  /** A result and where it lies. */
  record Placed(int partition, long block, int index, ResultRecord result) {}

  /** Reads of blocks, counted; held up while the gate is not null. */
  static final class Counted extends ForwardingBlockLog {
    final AtomicInteger reads = new AtomicInteger();
    volatile java.util.concurrent.@Nullable CompletableFuture<Void> gate;

    Counted(BlockLog log) {
      super(log);
    }

    @Override
    public CompletionStage<List<StoredBlock>> read(Head head, long after, long bytesMax) {
      reads.incrementAndGet();
      var held = gate;
      return held == null
          ? super.read(head, after, bytesMax)
          : held.thenCompose(open -> super.read(head, after, bytesMax));
    }
  }

  final JobEntry job = new JobEntry("j", UUID.randomUUID(), 1, PartitionMap.even(PARTITIONS));
  final InMemoryStores stores = new InMemoryStores();
  final Counted log = new Counted(stores.blocks());
  final List<Placed> results = new ArrayList<>();

  /** Versions of the blocks that were written. */
  final Set<Integer> formats = new TreeSet<>();

  private final ActorSystem<?> system;
  private final PartitionMap.Router router = job.partitions().router();
  private final SkipEncoder index = new SkipEncoder(SkipSettings.DEFAULT);
  private final List<Codec> codecs =
      List.of(Codecs.byName("zstd"), Codecs.byName("lz4"), Codecs.byName("none"));

  QueryRig(ActorSystem<?> system) {
    this.system = system;
  }

  static ResultRecord random(Random random, long timeMs) {
    FieldsBuilder fields = Fields.builder();
    if (random.nextInt(10) > 0) {
      fields.put("lang", LANGS[random.nextInt(LANGS.length)]);
    }
    switch (random.nextInt(5)) {
      case 0 -> fields.put("n", random.nextInt(20));
      case 1 -> fields.put("n", random.nextInt(40) / 2.0);
      case 2 -> fields.put("n", Long.MAX_VALUE - random.nextInt(3));
      case 3 -> fields.put("n", "12");
      default -> {}
    }
    if (random.nextBoolean()) {
      fields.put("flag", random.nextBoolean());
    }
    if (random.nextInt(3) == 0) {
      fields.putTimeMs("at", 1_000L * random.nextInt(100));
    }
    fields.put("x", random.nextInt(1_000));
    fields.put("d", random.nextInt(1_000) / 8.0);
    return new ResultRecord(
        random.nextInt(6) == 0 ? "removed" : "",
        ByteString.copyFromUtf8("k" + random.nextInt(60)),
        random.nextInt(8) == 0
            ? ByteString.copyFrom(new byte[] {(byte) 0xff, (byte) random.nextInt(4)})
            : ByteString.copyFromUtf8("value " + random.nextInt(1_000)),
        random.nextInt(9) == 0 ? DataRecord.NO_EVENT_TIME : timeMs + random.nextInt(50),
        fields.build());
  }

  /** Commits blocks of random results; keys go to their partitions. */
  void fill(Random random, int blocks, int resultsMax, boolean indexed) {
    var heads = new Head[PARTITIONS];
    var chains = new ByteString[PARTITIONS];
    for (int p = 0; p < PARTITIONS; p++) {
      heads[p] = Stages.get(log.claim(new PartitionId(job.id(), p)));
      chains[p] = ByteString.EMPTY;
    }
    for (int i = 1; i <= blocks; i++) {
      for (int p = 0; p < PARTITIONS; p++) {
        var list = new ArrayList<ResultRecord>();
        int wanted = random.nextInt(resultsMax + 1);
        boolean texts = random.nextInt(3) == 0;
        while (list.size() < wanted) {
          ResultRecord any = random(random, 1_000L * i);
          ResultRecord result = texts ? withTextsOnly(any) : any;
          if (router.partitionOf(Token.of(result.key())) == p) {
            results.add(new Placed(p, i, list.size(), result));
            list.add(result);
          }
        }
        chains[p] = write(random, heads[p], i, list, chains[p], indexed && random.nextInt(12) > 0);
      }
    }
    for (int p = 0; p < PARTITIONS; p++) {
      Stages.get(log.compareAndSet(heads[p], heads[p].extend(blocks, chains[p])));
    }
  }

  private ByteString write(
      Random random,
      Head head,
      long sequence,
      List<ResultRecord> list,
      ByteString chain,
      boolean indexed) {
    Block block = block(random, head, sequence, list);
    Codec codec = codecs.get(random.nextInt(codecs.size()));
    ColumnPlan plan = random.nextBoolean() ? ColumnPlan.of(codec) : ColumnPlan.rows(codec);
    EncodedBody body = new BlockEncoder(BlockLimits.DEFAULT).encode(block, plan);
    BlockHeader header = BlockHeader.of(block, body, chain);
    formats.add((int) header.encode().byteAt(VERSION_AT));
    Stages.get(
        log.write(
            new StoredBlock(
                head.partition(),
                sequence,
                head.epoch(),
                header.encode(),
                body.bytes(),
                indexed ? index.encode(list, List.of("lang", "n")) : ByteString.EMPTY)));
    return header.chain();
  }

  /** Some have what only some formats can hold, beside their results. */
  private static Block block(Random random, Head head, long sequence, List<ResultRecord> list) {
    int extras = random.nextInt(3);
    var idle = new ProducerMark("idle", new ProducerEpoch(1, 1), sequence);
    var timer = new Timer(TimeKind.EVENT, "t", sequence);
    return new Block(
        head.partition(),
        sequence,
        head.epoch(),
        1,
        list.size(),
        list,
        List.of(),
        List.of(),
        extras == 1 ? List.of(idle) : List.of(),
        List.of(),
        extras == 2 ? List.of(TimerChange.set(ByteString.copyFromUtf8("k"), timer)) : List.of(),
        List.of(),
        List.of(),
        extras == 2 ? 1_000 * sequence : Block.NO_WATERMARK);
  }

  private static ResultRecord withTextsOnly(ResultRecord result) {
    FieldsBuilder texts = Fields.builder();
    Fields all = result.fields();
    for (int i = 0; i < all.size(); i++) {
      if (all.type(i) == FieldType.TEXT) {
        texts.put(all.name(i), all.text(i));
      }
    }
    return new ResultRecord(
        result.tag(), result.key(), result.value(), result.eventTimeMs(), texts.build());
  }

  /** The usual settings but for these. */
  static QuerySettings settings(String changed) {
    return QuerySettings.from(
        ConfigFactory.parseString("millrace.query { " + changed + " }")
            .withFallback(ConfigFactory.parseResources("reference.conf"))
            .withFallback(ConfigFactory.load())
            .resolve());
  }

  Selector selector(boolean useIndex, String settings) {
    return new Selector(
        log,
        BlockLimits.DEFAULT,
        BlockDictionaries.NONE,
        settings(settings),
        useIndex,
        ForkJoinPool.commonPool());
  }

  Selection selection(Query query, Selection.Mode mode, long pageRows, String token) {
    return new Selection(
        job,
        job.stage(query.stage()),
        query,
        mode,
        Map.of(),
        pageRows,
        token,
        Duration.ofSeconds(60));
  }

  /** A whole answer. */
  record Whole(Part.Header header, List<@Nullable Object[]> rows, Part.End end) {
    List<String> texts() {
      return rows.stream().map(row -> java.util.Arrays.deepToString(row)).toList();
    }
  }

  Whole run(Selector selector, Selection selection) throws Exception {
    List<Part> parts =
        selector
            .select(selection)
            .runWith(Sink.seq(), system)
            .toCompletableFuture()
            .get(60, TimeUnit.SECONDS);
    var rows = new ArrayList<@Nullable Object[]>();
    for (Part part : parts) {
      if (part instanceof Part.Rows some) {
        rows.addAll(some.rows());
      }
    }
    return new Whole((Part.Header) parts.get(0), rows, (Part.End) parts.get(parts.size() - 1));
  }

  Whole run(Selector selector, Query query) throws Exception {
    return run(selector, selection(query, Selection.Mode.RUN, 0, ""));
  }

  Whole run(Selector selector, String sql) throws Exception {
    Statement statement = Sql.parse(sql);
    return run(
        selector,
        selection(statement.query(), Selection.Mode.valueOf(statement.mode().name()), 0, ""));
  }
}
