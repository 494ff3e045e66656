// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.block;

import static io.millrace.block.Blocks.utf8;
import static io.millrace.model.MillraceException.Kind.CORRUPT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import io.millrace.codec.Codec;
import io.millrace.codec.Codecs;
import io.millrace.codec.Dictionaries;
import io.millrace.codec.Dictionary;
import io.millrace.codec.NoCodec;
import io.millrace.codec.ZstdCodec;
import io.millrace.codec.ZstdDictionaryCodec;
import io.millrace.model.Fields;
import io.millrace.model.MillraceException;
import io.millrace.model.ResultRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ColumnFormatTest {
  private static final Dictionary JSON =
      Dictionary.of(utf8(ColumnBlocks.json(new Random(1), 1).repeat(2)));

  @ParameterizedTest
  @ValueSource(strings = {"none", "zstd", "lz4"})
  void givenAnyBlock_whenWrittenByColumn_thenEveryReaderGivesItBack(String codec) {
    for (int seed = 0; seed < 500; seed++) {
      var block = ColumnBlocks.random(new Random(seed));

      var encoded = Blocks.encode(block, Codecs.byName(codec));

      var header = BlockHeader.decode(encoded.header().encode());
      var body = encoded.body();
      assertThat(header.encode().byteAt(4)).isEqualTo((byte) 5);
      assertThat(header).as("seed %s", seed).isEqualTo(encoded.header());
      assertThat(header.encode()).isEqualTo(encoded.header().encode());
      assertThat(BlockDecoder.decode(header, body, BlockLimits.DEFAULT))
          .as("seed %s", seed)
          .isEqualTo(block);
      assertThat(BlockDecoder.results(header, body, BlockLimits.DEFAULT))
          .isEqualTo(block.results());
      int one = seed % block.results().size();
      assertThat(BlockDecoder.result(header, body, one, BlockLimits.DEFAULT))
          .isEqualTo(block.results().get(one));
      ResultColumnsTest.assertColumns(
          BlockDecoder.columns(header, body, BlockLimits.DEFAULT, Dictionaries.NONE), block);
    }
  }

  @Test
  void givenTheSameBlock_whenEncodedByAnyEncoderAtAnyTime_thenBytesAreTheSame() {
    var worn = new BlockEncoder(BlockLimits.DEFAULT);
    for (int seed = 0; seed < 100; seed++) {
      var block = ColumnBlocks.random(new Random(seed));

      var first = worn.encode(block, Codecs.byName("zstd"));

      assertThat(new BlockEncoder(BlockLimits.DEFAULT).encode(block, Codecs.byName("zstd")))
          .isEqualTo(first);
      assertThat(worn.encode(block, Codecs.byName("zstd"))).isEqualTo(first);
    }
  }

  @Test
  void givenBlockOfEveryKind_whenEncoded_thenItsColumnsHaveTheFittingRepresentations() {
    var header = Blocks.encode(ColumnBlocks.full(), Codecs.byName("zstd")).header();

    assertThat(
            header.columns().stream()
                .collect(Collectors.toMap(ColumnEntry::label, ColumnEntry::representation)))
        .containsEntry("tag", Representation.DICTIONARY)
        .containsEntry("event-time", Representation.DELTA)
        .containsEntry("value", Representation.TEMPLATE)
        .containsEntry("field bytes (long)", Representation.PACKED)
        .containsEntry("field lang (text)", Representation.DICTIONARY)
        .containsEntry("field score (double)", Representation.DECIMAL)
        .containsEntry("field mixed (double)", Representation.DECIMAL)
        .containsKeys("key", "field mixed (text)", "field seen (time)", "field kept (boolean)")
        .containsKeys("field noise (double)", "change-key", "change-state", "rest");
  }

  @Test
  void givenFewResultsOrMoreFieldsThanResults_whenEncoded_thenRowByRow() {
    var few = new ArrayList<ResultRecord>(ColumnBlocks.small().results().subList(0, 7));
    var wide = Fields.builder();
    IntStream.range(0, 9).forEach(i -> wide.put("f" + i, 1L));
    var many = new ArrayList<>(ColumnBlocks.small().results());
    many.set(3, new ResultRecord("", utf8("k"), utf8("v"), 0, wide.build()));

    for (List<ResultRecord> results : List.of(few, many)) {
      var block = ColumnBlocks.of(results, List.of());
      var encoded = Blocks.encode(block, Codecs.byName("zstd"));

      assertThat(encoded.header().columns()).isEmpty();
      assertThat(encoded.header().encode().byteAt(4)).isEqualTo((byte) 3);
      assertThat(BlockDecoder.decode(encoded.header(), encoded.body(), BlockLimits.DEFAULT))
          .isEqualTo(block);
    }
  }

  @Test
  void givenBlockThatIsNearTheLimit_whenEncoded_thenNeverRefusedWhereRowsAreNot() {
    var results = ColumnBlocks.full().results();
    var block = ColumnBlocks.of(results, List.of());
    int rows = Blocks.ENCODER.encode(block, ColumnPlan.rows(NoCodec.INSTANCE)).rawLength();
    for (int limit = rows; limit < 2 * rows; limit += rows / 20) {
      var limits = new BlockLimits(limit, 1_000);

      var body = new BlockEncoder(limits).encode(block, NoCodec.INSTANCE);

      var header = BlockHeader.of(block, body, Blocks.chain());
      assertThat(BlockDecoder.decode(header, body.bytes(), limits)).isEqualTo(block);
    }
  }

  @Test
  void givenPlanWithDictionaries_whenEncoded_thenTheHeaderNamesThemAndTheReaderNeedsThem() {
    var dictionary = ZstdDictionaryCodec.of(JSON, 3);
    var plan =
        ColumnPlan.of(ZstdCodec.ofLevel(3))
            .with(ColumnKind.VALUE, dictionary)
            .withField("lang", NoCodec.INSTANCE);
    var results = ColumnBlocks.full().results().subList(0, 12);
    var noise = new ArrayList<ResultRecord>();
    for (int i = 0; i < results.size(); i++) {
      var value = utf8(ColumnBlocks.json(new Random(i), i) + " ".repeat(i * i) + i);
      noise.add(new ResultRecord("", utf8("k" + i), value, 0, results.get(i).fields()));
    }
    var block = ColumnBlocks.of(noise, List.of());

    var body = Blocks.ENCODER.encode(block, plan);

    var header = BlockHeader.decode(BlockHeader.of(block, body, Blocks.chain()).encode());
    assertThat(header.dictionaryIds()).containsExactly(JSON.id());
    assertThat(BlockDecoder.decode(header, body.bytes(), BlockLimits.DEFAULT, id -> JSON))
        .isEqualTo(block);
    var refusal =
        catchThrowableOfType(
            MillraceException.class,
            () -> BlockDecoder.decode(header, body.bytes(), BlockLimits.DEFAULT));
    assertThat(refusal.kind()).isEqualTo(CORRUPT);
    assertThat(refusal)
        .hasMessageContaining("block=3, column=value")
        .hasMessageContaining("unknown dictionary");
    var other = Dictionary.of(ByteString.copyFromUtf8("something else".repeat(20)));
    var wrong =
        catchThrowableOfType(
            MillraceException.class,
            () -> BlockDecoder.decode(header, body.bytes(), BlockLimits.DEFAULT, id -> other));
    assertThat(wrong.kind()).isEqualTo(CORRUPT);
  }

  @Test
  void givenDamageInOneColumn_whenAnotherIsRead_thenOnlyTheDamagedOneIsRefused() {
    var encoded = Blocks.encode(ColumnBlocks.full(), Codecs.byName("zstd"));
    byte[] body = encoded.body().toByteArray();
    body[body.length - 1] ^= 1;
    int first = encoded.header().columns().get(0).storedLength();
    body[first] ^= 1;
    var columns =
        BlockDecoder.columns(
            encoded.header(), ByteString.copyFrom(body), BlockLimits.DEFAULT, Dictionaries.NONE);

    assertThat(columns.value(5)).isEqualTo(ColumnBlocks.full().results().get(5).value());
    assertThat(columns.tag(0)).isEqualTo("late");
    var refusal = catchThrowableOfType(MillraceException.class, () -> columns.key(0));

    assertThat(refusal.kind()).isEqualTo(CORRUPT);
    assertThat(refusal.facts())
        .containsEntry("column", "key")
        .containsEntry("check", "column crc32c")
        .containsEntry("block", "3");
  }

  @Test
  void givenBlockThatDoesNotComeBack_whenEncodingChecks_thenItIsWrittenRowByRow() {
    var results = new ArrayList<ResultRecord>();
    for (int i = 0; i < 20; i++) {
      results.add(new ResultRecord("", utf8("k" + i), utf8("v" + i), i, Fields.EMPTY));
    }
    var whole = ColumnBlocks.of(results, List.of());
    // UTF-8 has no lone surrogate: it comes back as a question mark.
    results.add(
        new ResultRecord("", utf8("k"), utf8("v"), 1, Fields.of("f", String.valueOf('\ud800'))));
    var changed = ColumnBlocks.of(results, List.of());
    var encoder = BlockEncoder.checking(BlockLimits.DEFAULT);
    var unchecked = new BlockEncoder(BlockLimits.DEFAULT);
    Codec zstd = Codecs.byName("zstd");

    assertThat(encoder.encode(whole, zstd)).isEqualTo(unchecked.encode(whole, zstd));
    assertThat(unchecked.encode(changed, zstd).columns()).isNotEmpty();
    assertThat(encoder.encode(changed, zstd).columns()).isEmpty();
  }
}
