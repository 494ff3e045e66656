// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.block;

import static io.millrace.model.MillraceException.Kind.CALLER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.common.hash.Hashing;
import com.google.protobuf.ByteString;
import io.millrace.codec.Codecs;
import io.millrace.codec.NoCodec;
import io.millrace.model.Fields;
import io.millrace.model.MillraceException;
import io.millrace.model.ResultRecord;
import io.millrace.model.StateChange;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BlockRoundTripTest {
  @ParameterizedTest
  @ValueSource(strings = {"none", "zstd", "lz4"})
  void givenAnyBlock_whenEncoded_thenItsBytesGiveItBack(String codec) {
    for (int seed = 0; seed < 300; seed++) {
      var block = Blocks.random(new Random(seed));

      var encoded = Blocks.encode(block, Codecs.byName(codec));

      var header = encoded.header().encode();
      assertThat(BlockHeader.decode(header)).as("seed %s", seed).isEqualTo(encoded.header());
      assertThat(BlockHeader.decode(header).encode()).as("seed %s", seed).isEqualTo(header);
      assertThat(BlockDecoder.decode(header, encoded.body(), BlockLimits.DEFAULT))
          .as("seed %s", seed)
          .isEqualTo(block);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "zstd", "lz4"})
  void givenAnyBlock_whenOnlyResultsAreRead_thenTheyAreTheBlocks(String codec) {
    for (int seed = 0; seed < 50; seed++) {
      var block = Blocks.random(new Random(seed));
      var encoded = Blocks.encode(block, Codecs.byName(codec));
      var header = encoded.header();

      var results = BlockDecoder.results(header, encoded.body(), BlockLimits.DEFAULT);

      assertThat(results).as("seed %s", seed).isEqualTo(block.results());
      for (int i = 0; i < results.size(); i += 1 + results.size() / 10) {
        assertThat(BlockDecoder.result(header, encoded.body(), i, BlockLimits.DEFAULT))
            .as("seed %s, result %s", seed, i)
            .isEqualTo(results.get(i));
      }
      assertThatThrownBy(
              () ->
                  BlockDecoder.result(header, encoded.body(), results.size(), BlockLimits.DEFAULT))
          .isInstanceOf(IndexOutOfBoundsException.class);
    }
  }

  @Test
  void givenEqualFieldsInAnyOrder_whenEncoded_thenBytesAreEqual() {
    var up = Fields.builder();
    var down = Fields.builder();
    for (int i = 0; i < 9; i++) {
      up.put("f" + i, "v" + i);
      down.put("f" + (8 - i), "v" + (8 - i));
    }

    var one = body(List.of(resultWith(up.build())));
    var other = body(List.of(resultWith(down.build())));

    assertThat(one).isEqualTo(other);
  }

  @Test
  void givenLoneSurrogate_whenEncoded_thenItComesBackAsQuestionMark() {
    var result = resultWith(Fields.of("a", "ü\udc00"));

    var body = body(List.of(result));

    var block = Blocks.small();
    var alone =
        new Block(block.partition(), 1, block.epoch(), 0, 1, List.of(result), List.of(), List.of());
    var header = BlockHeader.of(alone, body, ByteString.EMPTY);
    assertThat(BlockDecoder.result(header, body.bytes(), 0, BlockLimits.DEFAULT).fields())
        .isEqualTo(Fields.of("a", "ü?"));
  }

  @Test
  void givenHeader_whenChained_thenItIsTheHashOverPreviousChainAndHeader() {
    var header = Blocks.encode(Blocks.small(), NoCodec.INSTANCE).header();

    var chain = header.chain();

    var both = Blocks.chain().concat(header.encode()).toByteArray();
    assertThat(chain.toByteArray()).isEqualTo(Hashing.sha256().hashBytes(both).asBytes());
    assertThat(BlockHeader.chain(header.previousChain(), header.encode())).isEqualTo(chain);
  }

  @Test
  void givenLimits_whenBlockIsOverOne_thenTheCallerIsTold() {
    var encoder = new BlockEncoder(new BlockLimits(1_000, 2));
    var key = Blocks.utf8("key");
    var large = List.of(StateChange.set(key, ByteString.copyFrom(new byte[1_000])));
    var many = List.of(StateChange.delete(key), StateChange.delete(key), StateChange.delete(key));
    var exact = List.of(StateChange.set(key, ByteString.copyFrom(new byte[990])));

    for (var changes : List.of(large, many)) {
      var refusal =
          catchThrowableOfType(
              MillraceException.class,
              () -> encoder.encode(with(List.of(), changes), NoCodec.INSTANCE));
      assertThat(refusal.kind()).isEqualTo(CALLER);
    }
    assertThat(encoder.encode(with(List.of(), exact), NoCodec.INSTANCE).rawLength())
        .isEqualTo(1_000);
  }

  @Test
  void givenBodyOfOtherContent_whenHeaderIsMade_thenRefused() {
    var body = body(List.of());

    assertThatIllegalArgumentException()
        .isThrownBy(() -> BlockHeader.of(Blocks.small(), body, Blocks.chain()))
        .withMessageContaining("0 results");
  }

  @Test
  void givenNotTheFirstBlock_whenPreviousChainIsMissing_thenRefused() {
    var block = Blocks.small();
    var body = Blocks.ENCODER.encode(block, NoCodec.INSTANCE);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> BlockHeader.of(block, body, ByteString.EMPTY))
        .withMessageContaining("previousChain: 0 bytes");
  }

  private static EncodedBody body(List<ResultRecord> results) {
    return Blocks.ENCODER.encode(with(results, List.of()), NoCodec.INSTANCE);
  }

  private static Block with(List<ResultRecord> results, List<StateChange> changes) {
    var small = Blocks.small();
    return new Block(small.partition(), 3, small.epoch(), 0, 1, results, changes, List.of());
  }

  private static ResultRecord resultWith(Fields fields) {
    return new ResultRecord("", Blocks.utf8("k"), ByteString.EMPTY, 0, fields);
  }
}
