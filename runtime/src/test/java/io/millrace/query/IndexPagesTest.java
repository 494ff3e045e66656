// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.millrace.model.PartitionId;
import io.millrace.skip.SkipEntry;
import io.millrace.store.BlockLog;
import io.millrace.store.ForwardingBlockLog;
import io.millrace.store.Head;
import io.millrace.store.IndexedBlock;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IndexPagesTest {
  private static final int BLOCKS = 400;
  private static final long ROOM = 64 << 20;

  private static ActorTestKit kit;
  private static QueryRig rig;
  private static Head head;

  /** Remembers what was read of the index; flips a bit of one entry. */
  private static final class Watched extends ForwardingBlockLog {
    final List<String> reads = new ArrayList<>();
    long damaged;

    Watched(BlockLog log) {
      super(log);
    }

    @Override
    public CompletionStage<List<IndexedBlock>> index(Head upTo, long after, int blocksMax) {
      reads.add(after + "+" + blocksMax);
      return super.index(upTo, after, blocksMax)
          .thenApply(blocks -> blocks.stream().map(this::damage).toList());
    }

    private IndexedBlock damage(IndexedBlock block) {
      if (block.sequence() != damaged) {
        return block;
      }
      byte[] bytes = block.entry().toByteArray();
      bytes[bytes.length / 2] ^= 1;
      return new IndexedBlock(damaged, ByteString.copyFrom(bytes));
    }
  }

  private final Watched log = new Watched(log());
  private final Tally tally = new Tally();

  private static BlockLog log() {
    return rig.log;
  }

  @BeforeAll
  static void fill() {
    kit = ActorTestKit.create();
    rig = new QueryRig(kit.system());
    rig.fill(new Random(1), BLOCKS, 3, true);
    head = Stages.get(rig.log.head(new PartitionId(rig.job.id(), 1)));
  }

  @AfterAll
  static void stop() {
    kit.shutdownTestKit();
  }

  private IndexPages pages(long bytes) {
    return new IndexPages(log, bytes, Runnable::run);
  }

  private static Head upTo(long block) {
    return new Span(head, 0, head.sequence()).headUpTo(block);
  }

  private List<@Nullable SkipEntry> read(IndexPages pages, Head upTo, long after, int blocks) {
    return Stages.get(pages.entries(upTo, after, blocks, tally));
  }

  /** Results of each entry, -1 for none: enough to tell the blocks of this log from each other. */
  private static List<Integer> shape(List<@Nullable SkipEntry> entries) {
    return entries.stream().map(e -> e == null ? -1 : e.results()).toList();
  }

  private static List<Integer> expected(long after, int blocks) {
    return Stages.get(rig.log.index(head, after, blocks)).stream()
        .map(
            b ->
                b.hasEntry()
                    ? SkipEntry.decode(head.partition(), b.sequence(), b.entry()).results()
                    : -1)
        .toList();
  }

  @Test
  void givenEntriesThatWereRead_whenAskedAgain_thenFromMemory() {
    IndexPages pages = pages(ROOM);

    List<@Nullable SkipEntry> first = read(pages, head, 0, BLOCKS);
    List<@Nullable SkipEntry> again = read(pages, head, 0, BLOCKS);

    assertThat(shape(first)).isEqualTo(expected(0, BLOCKS)).contains(-1);
    assertThat(again).isEqualTo(first);
    assertThat(log.reads).containsExactly("0+400");
  }

  @Test
  void givenLogThatGrew_whenAsked_thenOnlyWhatIsNewIsRead() {
    IndexPages pages = pages(ROOM);

    read(pages, upTo(150), 0, 150);
    List<@Nullable SkipEntry> grown = read(pages, head, 0, BLOCKS);
    read(pages, head, 0, BLOCKS);

    assertThat(shape(grown)).isEqualTo(expected(0, BLOCKS));
    assertThat(log.reads).containsExactly("0+150", "150+250");
  }

  @Test
  void givenGapBetweenPages_whenAsked_thenOnlyTheGapIsRead() {
    IndexPages pages = pages(ROOM);
    read(pages, head, 255, 145);
    read(pages, upTo(127), 0, 127);

    assertThat(shape(read(pages, head, 0, BLOCKS))).isEqualTo(expected(0, BLOCKS));

    assertThat(log.reads).containsExactly("255+145", "0+127", "127+128");
  }

  @Test
  void givenDamagedEntry_whenAskedAgain_thenReadAndCountedAgain() {
    log.damaged = indexed();
    IndexPages pages = pages(ROOM);

    for (int i = 1; i <= 2; i++) {
      assertThat(read(pages, head, 0, BLOCKS).get((int) log.damaged - 1)).isNull();
      assertThat(tally.indexDamaged.sum()).isEqualTo(i);
    }
    log.damaged = 0;

    assertThat(shape(read(pages, head, 0, BLOCKS))).isEqualTo(expected(0, BLOCKS));
  }

  private static long indexed() {
    return Stages.get(rig.log.index(head, 200, 100)).stream()
        .filter(IndexedBlock::hasEntry)
        .findFirst()
        .orElseThrow()
        .sequence();
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 20_000, 200_000, ROOM})
  void anySpansAndHeads_withAnyRoom_giveWhatTheStoreHas(long room) {
    var random = new Random(room);
    IndexPages pages = pages(room);
    for (int i = 0; i < 300; i++) {
      long end = 1L + random.nextInt(BLOCKS);
      long after = random.nextInt((int) end);
      int blocks = 1 + random.nextInt((int) (end - after));

      List<@Nullable SkipEntry> entries = read(pages, upTo(end), after, blocks);

      assertThat(shape(entries))
          .as("%s +%s of %s", after, blocks, end)
          .isEqualTo(expected(after, blocks));
    }
    assertThat(log.reads.size()).isLessThanOrEqualTo(room == ROOM ? 40 : Integer.MAX_VALUE);
  }
}
