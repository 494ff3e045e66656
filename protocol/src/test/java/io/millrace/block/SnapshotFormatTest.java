// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.millrace.codec.Codecs;
import io.millrace.model.DataRecord;
import io.millrace.model.Epoch;
import io.millrace.model.Fields;
import io.millrace.model.KeyState;
import io.millrace.model.MillraceException;
import io.millrace.model.OutboxEnd;
import io.millrace.model.OutboxRecord;
import io.millrace.model.ProducerEpoch;
import io.millrace.model.ProducerMark;
import io.millrace.model.ProducerState;
import io.millrace.model.QuarantineChange;
import io.millrace.model.QuarantineEntry;
import io.millrace.model.TimeKind;
import io.millrace.model.Timer;
import io.millrace.model.TimerChange;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Snapshots and quarantine as bytes: round trips, and no damaged byte goes unnoticed. */
final class SnapshotFormatTest {
  private static final UUID ID = new UUID(7, 9);

  private static ByteString utf8(String text) {
    return Blocks.utf8(text);
  }

  private static QuarantineEntry entry(long id, boolean parked) {
    return entry(id, parked, Fields.of("h", "1", "a", "ü"));
  }

  private static QuarantineEntry entry(long id, boolean parked, Fields fields) {
    var record = new DataRecord(41, utf8("doc"), utf8("bad"), 12, fields);
    return new QuarantineEntry(id, parked, "späher", record, "why", "at X.y(Z:1)", 3, 1_700L);
  }

  private static SnapshotPart part() {
    return part(entry(1, false), entry(2, true));
  }

  private static SnapshotPart part(QuarantineEntry... quarantine) {
    var mark = new ProducerMark("crawler", new ProducerEpoch(5, 2), 1_000_000);
    return new SnapshotPart(
        Blocks.PARTITION,
        ID,
        3,
        List.of(
            new KeyState(utf8("a"), true, utf8("state"), 17, 3),
            new KeyState(utf8("b"), true, ByteString.EMPTY, 0, 0),
            new KeyState(utf8("c"), false, ByteString.EMPTY, 1L << 40, 70_000)),
        List.of(new ProducerState(mark, 1_700_000_000_000L)),
        List.of(mark),
        List.of(quarantine));
  }

  private static SnapshotManifest manifest() {
    return new SnapshotManifest(
        Blocks.PARTITION,
        ID,
        77,
        Blocks.chain(),
        123,
        3,
        9,
        new SnapshotManifest.Counts(1, 2, 3, 4, 5));
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "zstd", "lz4"})
  void givenPart_whenWrittenAndRead_thenTheSame(String codec) {
    var bytes = part().encode(Codecs.byName(codec), BlockLimits.DEFAULT);

    assertThat(SnapshotPart.decode(bytes, BlockLimits.DEFAULT)).isEqualTo(part());
  }

  @Test
  void givenQuarantineWithTypedFields_whenWrittenAndRead_thenVersion2AndTheSame() {
    var part = part(entry(1, false), entry(2, true, Fields.of("n", 1L, "at", Instant.EPOCH)));

    var bytes = part.encode(Codecs.byName("zstd"), BlockLimits.DEFAULT);

    assertThat(bytes.byteAt(4)).isEqualTo((byte) 2);
    assertThat(part().encode(Codecs.byName("zstd"), BlockLimits.DEFAULT).byteAt(4))
        .isEqualTo((byte) 1);
    assertThat(SnapshotPart.decode(bytes, BlockLimits.DEFAULT)).isEqualTo(part);
    refusesDamage(bytes, damaged -> SnapshotPart.decode(damaged, BlockLimits.DEFAULT));
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "zstd", "lz4"})
  void givenTimersOutboxOrEventTimes_whenWrittenAndRead_thenVersion3AndTheSame(String codec) {
    var mark = new ProducerMark("crawler", new ProducerEpoch(5, 2), 1_000_000, 17);
    var timed = List.of(new ProducerState(mark, 1_700_000_000_000L));
    var timers = List.of(TimerChange.set(utf8("a"), new Timer(TimeKind.EVENT, "end", -7)));
    var owed = new DataRecord(9, utf8("k"), utf8("v"), 3, Fields.of("n", 1L, "s", "x"));
    var outbox = List.of(new OutboxRecord(2, 4, owed));
    var ends = List.of(new OutboxEnd(2, 9), new OutboxEnd(3, 8));
    var all = part(timed, timers, outbox, ends);

    for (var part :
        List.of(
            all,
            part(timed, List.of(), List.of(), List.of()),
            part(part().producers(), timers, List.of(), List.of()),
            part(part().producers(), List.of(), outbox, List.of()),
            part(part().producers(), List.of(), List.of(), ends))) {
      var bytes = part.encode(Codecs.byName(codec), BlockLimits.DEFAULT);

      assertThat(bytes.byteAt(4)).isEqualTo((byte) 3);
      assertThat(SnapshotPart.encodedLength(bytes)).isEqualTo(bytes.size());
      assertThat(SnapshotPart.decode(bytes, BlockLimits.DEFAULT)).isEqualTo(part);
    }
    refusesDamage(
        all.encode(Codecs.byName(codec), BlockLimits.DEFAULT),
        damaged -> SnapshotPart.decode(damaged, BlockLimits.DEFAULT));
  }

  private static SnapshotPart part(
      List<ProducerState> producers,
      List<TimerChange> timers,
      List<OutboxRecord> outbox,
      List<OutboxEnd> ends) {
    var plain = part();
    return new SnapshotPart(
        plain.partition(),
        plain.id(),
        plain.chunk(),
        plain.keys(),
        producers,
        plain.expired(),
        plain.quarantine(),
        timers,
        outbox,
        ends);
  }

  @Test
  void givenPartWithATimerThatIsGone_whenMade_thenRefused() {
    var gone = List.of(TimerChange.clear(utf8("a"), TimeKind.EVENT, "end"));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> part(part().producers(), gone, List.of(), List.of()))
        .withMessageContaining("timers: 'end'");
  }

  @Test
  void givenManifest_whenWrittenAndRead_thenTheSame() {
    assertThat(SnapshotManifest.decode(manifest().encode())).isEqualTo(manifest());
    assertThat(manifest().encode().byteAt(4)).isEqualTo((byte) 1);
  }

  @ParameterizedTest
  @CsvSource({"-5, 1", "-9223372036854775808, 2", "1700000000000, 12"})
  void givenManifestWithWatermarkOrOutbox_whenWrittenAndRead_thenVersion2AndTheSame(
      long watermarkMs, long outboxNext) {
    var plain = manifest();
    var manifest =
        new SnapshotManifest(
            plain.partition(),
            plain.id(),
            plain.sequence(),
            plain.chain(),
            plain.committedAtMs(),
            plain.parts(),
            plain.quarantineNext(),
            plain.counts(),
            watermarkMs,
            outboxNext);

    var bytes = manifest.encode();

    assertThat(bytes.byteAt(4)).isEqualTo((byte) 2);
    assertThat(SnapshotManifest.decode(bytes)).isEqualTo(manifest);
    refusesDamage(bytes, SnapshotManifest::decode);
  }

  @Test
  void givenAnyByteFlippedOrCut_whenRead_thenRefused() {
    var part = part().encode(Codecs.byName("zstd"), BlockLimits.DEFAULT);
    refusesDamage(part, bytes -> SnapshotPart.decode(bytes, BlockLimits.DEFAULT));
    refusesDamage(manifest().encode(), SnapshotManifest::decode);
  }

  private static void refusesDamage(ByteString good, Consumer<ByteString> read) {
    for (int i = 0; i < good.size(); i++) {
      byte[] bytes = good.toByteArray();
      bytes[i] ^= (byte) (1 << (i % 8));
      var damaged = ByteString.copyFrom(bytes);
      assertThatThrownBy(() -> read.accept(damaged))
          .as("byte %d", i)
          .isInstanceOfSatisfying(
              MillraceException.class,
              e -> assertThat(e.kind()).isEqualTo(MillraceException.Kind.CORRUPT));
      var cut = good.substring(0, i);
      assertThatThrownBy(() -> read.accept(cut)).isInstanceOf(MillraceException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "zstd", "lz4"})
  void givenBlockWithExpiriesAndQuarantine_whenWrittenAndRead_thenVersion2AndTheSame(String codec) {
    var small = Blocks.small();
    var block =
        new Block(
            small.partition(),
            small.sequence(),
            new Epoch(2),
            5,
            4,
            small.results(),
            small.changes(),
            small.marks(),
            List.of(new ProducerMark("idle", new ProducerEpoch(3, 1), 12)),
            List.of(
                QuarantineChange.put(entry(4, false)),
                QuarantineChange.remove(2),
                QuarantineChange.put(entry(5, true))));

    var encoded = Blocks.encode(block, Codecs.byName(codec));
    var header = encoded.header().encode();

    assertThat(header.byteAt(4)).isEqualTo((byte) 2);
    assertThat(BlockDecoder.decode(header, encoded.body(), BlockLimits.DEFAULT)).isEqualTo(block);
    refusesDamage(header, BlockHeader::decode);
  }
}
