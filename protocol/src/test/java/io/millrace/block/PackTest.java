// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.millrace.block.Packs.Logged;
import io.millrace.codec.Codecs;
import io.millrace.codec.Dictionaries;
import io.millrace.model.Fields;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.millrace.model.ResultRecord;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class PackTest {
  private static final PackEncoder ENCODER = new PackEncoder(BlockLimits.DEFAULT, Packs.ZSTD);

  private static void assertGivesBack(List<Logged> log, List<PackedBlock> back) {
    assertThat(back).hasSameSizeAs(log);
    for (int i = 0; i < log.size(); i++) {
      Logged expected = log.get(i);
      PackedBlock actual = back.get(i);
      assertThat(actual.headerBytes()).isEqualTo(expected.header());
      assertThat(
              BlockDecoder.decode(
                  actual.header(),
                  actual.body(),
                  BodyForm.PLAIN,
                  BlockLimits.DEFAULT,
                  Dictionaries.NONE))
          .isEqualTo(expected.block())
          .isEqualTo(
              BlockDecoder.decode(
                  BlockHeader.decode(expected.header()),
                  expected.body(),
                  BlockLimits.DEFAULT,
                  Packs.DICTIONARIES));
    }
  }

  @Test
  void givenBlocksOfEveryVersion_whenPacked_thenEachComesBackByteForByteAndEqual() {
    for (long first : new long[] {1, 2, 1L << 40}) {
      List<Logged> log = Packs.log(first, Packs.everyVersion());
      assertThat(log).extracting(l -> (int) l.header().byteAt(4)).contains(1, 2, 3, 4, 5);

      EncodedPack encoded = ENCODER.encode(Packs.sources(log));
      Pack pack = Pack.open(encoded.header());

      assertThat(pack.first()).isEqualTo(first).isEqualTo(encoded.first());
      assertThat(pack.last()).isEqualTo(first + log.size() - 1).isEqualTo(encoded.last());
      assertThat(pack.partition()).isEqualTo(Blocks.PARTITION);
      assertThat(pack.headers()).isEqualTo(log.stream().map(Logged::header).toList());
      assertGivesBack(log, pack.blocks(encoded.body(), BlockLimits.DEFAULT));
    }
  }

  @Test
  void givenAnyBlocks_whenPackedWithAnyCodec_thenEachComesBack() {
    for (int seed = 0; seed < 150; seed++) {
      var random = new Random(seed);
      List<Logged> log = Packs.log(1 + random.nextInt(2), Packs.random(random));
      var codec = Codecs.byName(List.of("none", "lz4", "zstd").get(seed % 3));

      var encoded = new PackEncoder(BlockLimits.DEFAULT, codec).encode(Packs.sources(log));

      assertGivesBack(log, Pack.open(encoded.header()).blocks(encoded.body(), BlockLimits.DEFAULT));
    }
  }

  @Test
  void givenPack_whenSomeBlocksAreWanted_thenThose() {
    List<Logged> log = Packs.log(7, Packs.everyVersion());
    EncodedPack encoded = ENCODER.encode(Packs.sources(log));
    Pack pack = Pack.open(encoded.header());

    for (int from = 0; from < log.size(); from++) {
      for (int to = from; to < log.size(); to++) {
        assertGivesBack(
            log.subList(from, to + 1),
            pack.blocks(encoded.body(), 7 + from, 7 + to, Long.MAX_VALUE, BlockLimits.DEFAULT));
      }
    }
    List<PackedBlock> all = pack.blocks(encoded.body(), BlockLimits.DEFAULT);
    int two = 0;
    for (PackedBlock one : all.subList(1, 3)) {
      two += one.headerBytes().size() + one.body().size();
    }
    assertThat(pack.blocks(encoded.body(), 8, 14, 1, BlockLimits.DEFAULT)).hasSize(1);
    assertThat(pack.blocks(encoded.body(), 8, 14, two, BlockLimits.DEFAULT)).hasSize(2);
    assertThat(pack.blocks(encoded.body(), 8, 14, two + 1, BlockLimits.DEFAULT)).hasSize(3);
    assertThatThrownBy(() -> pack.blocks(encoded.body(), 6, 7, 1, BlockLimits.DEFAULT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("6 to 7 (expected: in 7 to 14)");
  }

  @Test
  void givenPackedBlock_whenReadByColumnOrByPlace_thenAsStored() {
    List<Logged> log = Packs.log(2, Packs.everyVersion());
    EncodedPack encoded = ENCODER.encode(Packs.sources(log));

    for (PackedBlock one :
        Pack.open(encoded.header()).blocks(encoded.body(), BlockLimits.DEFAULT)) {
      List<ResultRecord> expected = log.get((int) one.header().sequence() - 2).block().results();
      var columns =
          BlockDecoder.columns(
              one.header(), one.body(), BodyForm.PLAIN, BlockLimits.DEFAULT, Dictionaries.NONE);
      assertThat(IntStream.range(0, columns.size()).mapToObj(columns::result)).isEqualTo(expected);
      for (int i = 0; i < expected.size(); i++) {
        assertThat(
                BlockDecoder.result(
                    one.header(),
                    one.body(),
                    BodyForm.PLAIN,
                    i,
                    BlockLimits.DEFAULT,
                    Dictionaries.NONE))
            .isEqualTo(expected.get(i));
      }
    }
  }

  @Test
  void givenManySmallBlocks_whenPacked_thenAFractionOfTheirBytes() {
    List<Logged> log = Packs.log(1, smallBlocks(1_000));
    long before = log.stream().mapToLong(l -> l.header().size() + l.body().size()).sum();

    EncodedPack pack = ENCODER.encode(Packs.sources(log));

    long after = (long) pack.header().size() + pack.body().size();
    assertThat(after).as("of %s bytes", before).isLessThan(before / 3);
  }

  private static List<Block> smallBlocks(int count) {
    var random = new Random(1);
    var blocks = new ArrayList<Block>();
    for (int i = 0; i < count; i++) {
      var results = new ArrayList<ResultRecord>();
      for (int r = 0; r < 5; r++) {
        int n = 5 * i + r;
        var value = Blocks.utf8(ColumnBlocks.json(random, n));
        results.add(new ResultRecord("", Blocks.utf8("user-" + n), value, n, Fields.EMPTY));
      }
      blocks.add(ColumnBlocks.of(results, List.of()));
    }
    return blocks;
  }

  @Test
  void givenBlocksThatDoNotContinueTheChain_whenPacked_thenRefused() {
    List<Logged> log = Packs.log(1, Packs.everyVersion());
    var swapped = new ArrayList<>(Packs.sources(log));
    Collections.swap(swapped, 2, 3);
    var gap = new ArrayList<>(Packs.sources(log));
    gap.remove(4);
    var foreign = new ArrayList<>(Packs.sources(log));
    foreign.set(3, Packs.log(4, Packs.everyVersion()).get(0).source());

    for (var blocks : List.of(swapped, gap, foreign)) {
      assertThatThrownBy(() -> ENCODER.encode(blocks))
          .isInstanceOfSatisfying(
              MillraceException.class, e -> assertThat(e.kind()).isEqualTo(Kind.CORRUPT));
    }
  }

  @Test
  void givenBlockThatIsNotItsHeaders_whenPacked_thenRefused() {
    List<Logged> log = Packs.log(1, Packs.everyVersion());
    var blocks = new ArrayList<>(Packs.sources(log));
    Block other = Packs.log(1, List.of(Blocks.typed())).get(0).block();
    blocks.set(0, new PackEncoder.Source(log.get(0).header(), other));

    assertThatThrownBy(() -> ENCODER.encode(blocks))
        .isInstanceOf(MillraceException.class)
        .hasMessageContaining("partition");
  }

  @Test
  void givenTooMany_whenPacked_thenCallersFault() {
    List<Logged> log = Packs.log(1, Packs.everyVersion());
    var small = new PackEncoder(new BlockLimits(1 << 20, 100), Packs.ZSTD);

    assertThatThrownBy(() -> small.encode(Packs.sources(log)))
        .isInstanceOfSatisfying(
            MillraceException.class, e -> assertThat(e.kind()).isEqualTo(Kind.CALLER));
    assertThatThrownBy(() -> ENCODER.encode(List.of())).isInstanceOf(MillraceException.class);
  }

  @Test
  void givenBodyOfAnotherPack_whenRead_thenCorruptNamingPackAndReason() {
    EncodedPack one = ENCODER.encode(Packs.sources(Packs.log(1, Packs.everyVersion())));
    EncodedPack other = ENCODER.encode(Packs.sources(Packs.log(2, Packs.everyVersion())));
    ByteString body = other.body().substring(1);

    assertThatThrownBy(() -> Pack.open(one.header()).blocks(body, BlockLimits.DEFAULT))
        .isInstanceOfSatisfying(
            MillraceException.class,
            e -> {
              assertThat(e.kind()).isEqualTo(Kind.CORRUPT);
              assertThat(e.facts())
                  .containsEntry("partition", Blocks.PARTITION.toString())
                  .containsEntry("pack", "1 to 8")
                  .containsKeys("check", "cause");
            });
  }
}
