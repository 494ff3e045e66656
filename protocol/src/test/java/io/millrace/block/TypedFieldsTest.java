// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.block;

import static io.millrace.model.MillraceException.Kind.CORRUPT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import io.millrace.codec.NoCodec;
import io.millrace.model.Fields;
import io.millrace.model.MillraceException;
import io.millrace.model.ResultRecord;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Fields with types as bytes: what is written in which version, and what is refused. */
final class TypedFieldsTest {
  private static Block blockOf(Fields... fields) {
    var small = Blocks.small();
    var results =
        List.of(fields).stream()
            .map(f -> new ResultRecord("", Blocks.utf8("k"), ByteString.EMPTY, 0, f))
            .toList();
    return new Block(
        small.partition(), 3, small.epoch(), 0, 1, results, small.changes(), small.marks());
  }

  private static int version(Block block) {
    return Blocks.encode(block, NoCodec.INSTANCE).header().encode().byteAt(4);
  }

  @Test
  void givenFields_whenEncoded_thenVersion3OnlyIfOneIsNoText() {
    assertThat(version(blockOf(Fields.EMPTY, Fields.of("a", "1")))).isEqualTo(1);
    assertThat(version(blockOf(Fields.of("a", "1"), Fields.of("a", 1)))).isEqualTo(3);
    assertThat(version(Blocks.quarantined())).isEqualTo(2);
    assertThat(version(Blocks.typed())).isEqualTo(3);
  }

  @Test
  void givenNumbersAmongText_whenOneResultIsRead_thenItIsTheRightOne() {
    Block typed = Blocks.typed();
    var encoded = Blocks.encode(typed, NoCodec.INSTANCE);

    for (int i = 0; i < typed.results().size(); i++) {
      assertThat(BlockDecoder.result(encoded.header(), encoded.body(), i, BlockLimits.DEFAULT))
          .isEqualTo(typed.results().get(i));
    }
    assertThat(BlockDecoder.results(encoded.header(), encoded.body(), BlockLimits.DEFAULT))
        .isEqualTo(typed.results());
  }

  @ParameterizedTest
  @CsvSource({
    "n, 0, 0, field type, 1 to 5",
    "n, 0, 6, field type, 1 to 5",
    "n, 0, 255, field type, 1 to 5",
    "flag, 1, 2, field value, 0 or 1",
    "score, 2, 252, field value, a finite number"
  })
  void givenByteThatIsNoFieldsByte_whenRead_thenCorruptAndNamed(
      String field, int offset, int value, String check, String expected) {
    Fields fields = Fields.of("n", 7, "flag", true).toBuilder().put("score", 0x1.cp1023).build();

    MillraceException refusal =
        refusal(
            blockOf(fields, Fields.EMPTY),
            raw -> raw[behindName(raw, field) + offset] = (byte) value);

    assertThat(refusal.kind()).isEqualTo(CORRUPT);
    assertThat(refusal.facts())
        .containsEntry("check", check)
        .containsEntry("expected", expected)
        .containsEntry("block", "3");
    if (check.equals("field type")) {
      assertThat(refusal.facts()).containsEntry("actual", Integer.toString(value));
    }
  }

  @Test
  void givenUnknownType_whenTheResultIsPassedOver_thenCorruptAllTheSame() {
    Block block = blockOf(Fields.of("n", 7), Fields.EMPTY);
    byte[] raw = Blocks.encode(block, NoCodec.INSTANCE).body().toByteArray();
    raw[behindName(raw, "n")] = 9;
    BlockHeader header = BlockHeader.decode(BlockDamageTest.sealed(block, raw));

    var refusal =
        catchThrowableOfType(
            MillraceException.class,
            () -> BlockDecoder.result(header, ByteString.copyFrom(raw), 1, BlockLimits.DEFAULT));

    assertThat(refusal.facts()).containsEntry("check", "field type").containsEntry("actual", "9");
  }

  @Test
  void givenNamesThatDoNotAscend_whenRead_thenCorrupt() {
    MillraceException refusal =
        refusal(blockOf(Fields.of("a", 1, "b", 2)), raw -> raw[behindName(raw, "b") - 1] = 'a');

    assertThat(refusal.facts())
        .containsEntry("check", "field name")
        .containsEntry("actual", "field 1 does not");
  }

  @Test
  void givenTypesWhereAllIsText_whenRead_thenCorruptSinceALowerVersionHoldsIt() {
    MillraceException refusal =
        refusal(
            blockOf(Fields.of("a", 0)),
            raw -> {
              raw[behindName(raw, "a")] = 1;
              raw[behindName(raw, "a") + 1] = 0;
            });

    assertThat(refusal.facts()).containsEntry("check", "typed fields");
  }

  /** What is said of a block after an edit, all its checksums being right. */
  private static MillraceException refusal(Block block, Consumer<byte[]> edit) {
    byte[] raw = Blocks.encode(block, NoCodec.INSTANCE).body().toByteArray();
    edit.accept(raw);
    ByteString header = BlockDamageTest.sealed(block, raw);
    return catchThrowableOfType(
        MillraceException.class,
        () -> BlockDecoder.decode(header, ByteString.copyFrom(raw), BlockLimits.DEFAULT));
  }

  /** Where the type of the field with this name lies. */
  private static int behindName(byte[] raw, String name) {
    ByteString bytes = ByteString.copyFrom(raw);
    ByteString wanted =
        ByteString.copyFrom(new byte[] {(byte) name.length()}).concat(Blocks.utf8(name));
    for (int i = 0; i + wanted.size() < raw.length; i++) {
      if (bytes.substring(i, i + wanted.size()).equals(wanted)) {
        return i + wanted.size();
      }
    }
    throw new IllegalArgumentException("name: " + name + " (expected: a field of the block)");
  }
}
