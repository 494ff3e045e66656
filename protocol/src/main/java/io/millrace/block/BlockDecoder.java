// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.block;

import com.google.protobuf.ByteString;
import io.millrace.codec.Codec;
import io.millrace.codec.Codecs;
import io.millrace.codec.Dictionaries;
import io.millrace.model.MillraceException;
import io.millrace.model.ResultRecord;
import java.util.List;
import java.util.Objects;

/**
 * Bytes to blocks, trusting nothing: lengths and limits before memory, the stored checksum before
 * inflating, the raw checksum before reading, and each count and length against the bytes left.
 * Every method throws {@link MillraceException} CORRUPT, naming partition, block and failed check,
 * if a byte is not as it was written or a limit is passed. Thread-safe.
 */
public final class BlockDecoder {
  private BlockDecoder() {}

  /** Reads a block from both its parts. */
  public static Block decode(ByteString header, ByteString body, BlockLimits limits) {
    return decode(BlockHeader.decode(header), body, limits);
  }

  /**
   * Reads a block whose header is read already. Keys, values and states are copies: keeping one
   * does not keep the block's bytes alive.
   */
  public static Block decode(BlockHeader header, ByteString body, BlockLimits limits) {
    var reader = new BodyReader(header, inflate(header, body, limits));
    var block =
        new Block(
            header.partition(),
            header.sequence(),
            header.epoch(),
            header.committedAtMs(),
            header.recordCount(),
            reader.results(false),
            reader.changes(),
            header.marks(),
            header.expired(),
            reader.quarantine(),
            reader.timers(),
            reader.outbox(),
            reader.delivered(),
            header.watermarkMs());
    if (header.typedFields() && !BodyFormat.needsTypes(block)) {
      throw Suspect.of(header).refusal("typed fields", "a field that is no text", "none");
    }
    return block;
  }

  /**
   * Reads a block that may need dictionaries.
   *
   * @param dictionaries has what {@link BlockHeader#dictionaryIds} lists
   */
  public static Block decode(
      BlockHeader header, ByteString body, BlockLimits limits, Dictionaries dictionaries) {
    return decode(header, body, limits);
  }

  /**
   * Reads the results by column, each when it is first asked for.
   *
   * @param dictionaries has what {@link BlockHeader#dictionaryIds} lists
   */
  public static ResultColumns columns(
      BlockHeader header, ByteString body, BlockLimits limits, Dictionaries dictionaries) {
    return new RowColumns(results(header, body, limits));
  }

  /**
   * Reads the results only. Keys and values share the block's bytes: for results that are passed on
   * and dropped; keeping one keeps them all.
   */
  public static List<ResultRecord> results(
      BlockHeader header, ByteString body, BlockLimits limits) {
    return List.copyOf(new BodyReader(header, inflate(header, body, limits)).results(true));
  }

  /**
   * Reads one result only.
   *
   * @param index 0 to {@link BlockHeader#resultCount} - 1
   * @throws IndexOutOfBoundsException if there is no such result
   */
  public static ResultRecord result(
      BlockHeader header, ByteString body, int index, BlockLimits limits) {
    Objects.checkIndex(index, header.resultCount());
    return new BodyReader(header, inflate(header, body, limits)).resultAt(index);
  }

  private static byte[] inflate(BlockHeader header, ByteString body, BlockLimits limits) {
    var suspect = Suspect.of(header);
    atMost(suspect, "raw length", header.rawLength(), limits.rawBytesMax());
    BlockCounts counts = header.counts();
    atMost(suspect, "result count", counts.results(), limits.entriesMax());
    atMost(suspect, "change count", counts.changes(), limits.entriesMax());
    atMost(suspect, "quarantine count", counts.quarantine(), limits.entriesMax());
    atMost(suspect, "timer count", counts.timers(), limits.entriesMax());
    atMost(suspect, "outbox count", counts.outbox(), limits.entriesMax());
    atMost(suspect, "delivered count", counts.delivered(), limits.entriesMax());
    if (body.size() != header.storedLength()) {
      throw suspect.refusal("stored length", header.storedLength(), body.size());
    }
    byte[] stored = body.toByteArray();
    int crc32c = Checksums.crc32c(stored, stored.length);
    if (crc32c != header.bodyCrc32c()) {
      throw suspect.refusal(
          "body crc32c", Checksums.hex(header.bodyCrc32c()), Checksums.hex(crc32c));
    }
    byte[] raw;
    try {
      Codec codec = Codecs.byId(header.codecId());
      raw = codec.decompress(stored, 0, stored.length, header.rawLength(), limits.rawBytesMax());
    } catch (MillraceException e) {
      throw suspect.refusal("body codec", "bytes that a known codec wrote", e);
    }
    long xxh64 = Checksums.xxh64(raw, raw.length);
    if (xxh64 != header.rawXxh64()) {
      throw suspect.refusal("raw xxh64", Checksums.hex(header.rawXxh64()), Checksums.hex(xxh64));
    }
    return raw;
  }

  private static void atMost(Suspect suspect, String check, int value, int max) {
    if (value > max) {
      throw suspect.refusal(check, "at most " + max, value);
    }
  }
}
