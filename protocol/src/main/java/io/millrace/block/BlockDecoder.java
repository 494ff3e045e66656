// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.block;

import com.google.protobuf.ByteString;
import io.millrace.codec.Codec;
import io.millrace.codec.Codecs;
import io.millrace.codec.Dictionaries;
import io.millrace.codec.internal.Pool;
import io.millrace.model.MillraceException;
import io.millrace.model.ResultRecord;
import io.millrace.model.StateChange;
import java.util.List;
import java.util.Objects;

/**
 * Bytes to blocks, trusting nothing: lengths and limits before memory, the stored checksum before
 * inflating, the raw checksum before reading, and each count and length against the bytes left.
 * Every method throws {@link MillraceException} CORRUPT, naming partition, block and failed check,
 * if a byte is not as it was written or a limit is passed. Thread-safe.
 */
public final class BlockDecoder {
  private static final Pool<ColumnSpace> SPACES = new Pool<>(ColumnSpace::new, space -> {});

  private BlockDecoder() {}

  /** Reads a block from both its parts; one that needs no dictionary. */
  public static Block decode(ByteString header, ByteString body, BlockLimits limits) {
    return decode(BlockHeader.decode(header), body, limits);
  }

  /** Reads a block whose header is read already; one that needs no dictionary. */
  public static Block decode(BlockHeader header, ByteString body, BlockLimits limits) {
    return decode(header, body, limits, Dictionaries.NONE);
  }

  /**
   * Reads a block whose header is read already. Keys, values and states are copies: keeping one
   * does not keep the block's bytes alive; equal ones may be one object.
   *
   * @param dictionaries has what {@link BlockHeader#dictionaryIds} lists
   */
  public static Block decode(
      BlockHeader header, ByteString body, BlockLimits limits, Dictionaries dictionaries) {
    return decode(header, body, BodyForm.STORED, limits, dictionaries);
  }

  /** The same for a body of either form. */
  public static Block decode(
      BlockHeader header,
      ByteString body,
      BodyForm form,
      BlockLimits limits,
      Dictionaries dictionaries) {
    Block block =
        isRows(header, form)
            ? rows(header, reader(header, body, form, limits))
            : columns(header, new ColumnBytes(header, body, limits, dictionaries), limits);
    if (header.typedFields() != BodyFormat.needsTypes(block)) {
      throw Suspect.of(header)
          .refusal("typed fields", header.typedFields(), BodyFormat.needsTypes(block));
    }
    return block;
  }

  private static boolean isRows(BlockHeader header, BodyForm form) {
    return form == BodyForm.PLAIN || header.columns().isEmpty();
  }

  private static BodyReader reader(
      BlockHeader header, ByteString body, BodyForm form, BlockLimits limits) {
    if (form == BodyForm.STORED) {
      return new BodyReader(header, inflate(header, body, limits));
    }
    checkCounts(Suspect.of(header), header, limits);
    return new BodyReader(header, body.toByteArray());
  }

  private static Block rows(BlockHeader header, BodyReader reader) {
    List<ResultRecord> results = reader.results(false);
    return block(header, results, reader.changes(), reader);
  }

  private static Block columns(BlockHeader header, ColumnBytes bytes, BlockLimits limits) {
    ColumnSpace space = SPACES.take();
    space.clear();
    Input[] inputs = bytes.openAll(space);
    var columns = new BlockColumns(header, i -> inputs[i], limits, space);
    List<ResultRecord> results = columns.results(false);
    List<StateChange> changes = columns.changes(results);
    Block block = block(header, results, changes, new BodyReader(header, restOf(columns, header)));
    space.clear();
    SPACES.give(space);
    return block;
  }

  /**
   * Whether a body that was written by column gives back the block that it was made from. What the
   * header has is taken for granted, and no object is made of keys and values.
   *
   * @param dictionaries has what {@link BlockHeader#dictionaryIds} lists
   */
  static boolean comesBack(
      Block block,
      BlockHeader header,
      ByteString body,
      BlockLimits limits,
      Dictionaries dictionaries) {
    ColumnSpace space = SPACES.take();
    space.clear();
    Input[] inputs = new ColumnBytes(header, body, limits, dictionaries).openAll(space);
    var columns = new BlockColumns(header, i -> inputs[i], limits, space);
    boolean same =
        columns.isSame(block.results())
            && columns.changes(block.results()).equals(block.changes())
            && isSame(block, new BodyReader(header, restOf(columns, header)));
    space.clear();
    SPACES.give(space);
    return same;
  }

  private static boolean isSame(Block block, BodyReader rest) {
    return rest.quarantine().equals(block.quarantine())
        && rest.timers().equals(block.timers())
        && rest.outbox().equals(block.outbox())
        && rest.delivered().equals(block.delivered());
  }

  private static Input restOf(BlockColumns columns, BlockHeader header) {
    Input rest = columns.rest();
    return rest == null ? new Input(new byte[0], 0, 0, Suspect.of(header)) : rest;
  }

  /** A block with what its reader has not read yet. */
  private static Block block(
      BlockHeader header, List<ResultRecord> results, List<StateChange> changes, BodyReader rest) {
    return new Block(
        header.partition(),
        header.sequence(),
        header.epoch(),
        header.committedAtMs(),
        header.recordCount(),
        results,
        changes,
        header.marks(),
        header.expired(),
        rest.quarantine(),
        rest.timers(),
        rest.outbox(),
        rest.delivered(),
        header.watermarkMs());
  }

  /**
   * Reads the results by column, each when it is first asked for. The checksum of the body as a
   * whole is not looked at, but that of each column read.
   *
   * @param dictionaries has what {@link BlockHeader#dictionaryIds} lists
   */
  public static ResultColumns columns(
      BlockHeader header, ByteString body, BlockLimits limits, Dictionaries dictionaries) {
    return columns(header, body, BodyForm.STORED, limits, dictionaries);
  }

  /** The same for a body of either form. */
  public static ResultColumns columns(
      BlockHeader header,
      ByteString body,
      BodyForm form,
      BlockLimits limits,
      Dictionaries dictionaries) {
    if (isRows(header, form)) {
      return new RowColumns(results(header, body, form, limits, dictionaries));
    }
    return new StoredColumns(open(header, body, limits, dictionaries));
  }

  private static BlockColumns open(
      BlockHeader header, ByteString body, BlockLimits limits, Dictionaries dictionaries) {
    var bytes = new ColumnBytes(header, body, limits, dictionaries);
    return new BlockColumns(header, bytes::open, limits, new ColumnSpace());
  }

  /** Reads the results of a block that needs no dictionary. */
  public static List<ResultRecord> results(
      BlockHeader header, ByteString body, BlockLimits limits) {
    return results(header, body, limits, Dictionaries.NONE);
  }

  /**
   * Reads the results only. Keys and values share the block's bytes: for results that are passed on
   * and dropped; keeping one keeps them all.
   *
   * @param dictionaries has what {@link BlockHeader#dictionaryIds} lists
   */
  public static List<ResultRecord> results(
      BlockHeader header, ByteString body, BlockLimits limits, Dictionaries dictionaries) {
    return results(header, body, BodyForm.STORED, limits, dictionaries);
  }

  /** The same for a body of either form. */
  public static List<ResultRecord> results(
      BlockHeader header,
      ByteString body,
      BodyForm form,
      BlockLimits limits,
      Dictionaries dictionaries) {
    List<ResultRecord> results =
        isRows(header, form)
            ? reader(header, body, form, limits).results(true)
            : open(header, body, limits, dictionaries).results(true);
    return List.copyOf(results);
  }

  /** Reads one result of a block that needs no dictionary. */
  public static ResultRecord result(
      BlockHeader header, ByteString body, int index, BlockLimits limits) {
    return result(header, body, index, limits, Dictionaries.NONE);
  }

  /**
   * Reads one result only.
   *
   * @param index 0 to {@link BlockHeader#resultCount} - 1
   * @param dictionaries has what {@link BlockHeader#dictionaryIds} lists
   * @throws IndexOutOfBoundsException if there is no such result
   */
  public static ResultRecord result(
      BlockHeader header,
      ByteString body,
      int index,
      BlockLimits limits,
      Dictionaries dictionaries) {
    return result(header, body, BodyForm.STORED, index, limits, dictionaries);
  }

  /** The same for a body of either form. */
  public static ResultRecord result(
      BlockHeader header,
      ByteString body,
      BodyForm form,
      int index,
      BlockLimits limits,
      Dictionaries dictionaries) {
    Objects.checkIndex(index, header.resultCount());
    return isRows(header, form)
        ? reader(header, body, form, limits).resultAt(index)
        : open(header, body, limits, dictionaries).result(index, false);
  }

  private static byte[] inflate(BlockHeader header, ByteString body, BlockLimits limits) {
    var suspect = Suspect.of(header);
    checkSizes(suspect, header, body, limits);
    byte[] stored = body.toByteArray();
    checkBody(suspect, header, Checksums.crc32c(stored, stored.length));
    byte[] raw;
    try {
      Codec codec = Codecs.byId(header.codecId());
      raw = codec.decompress(stored, 0, stored.length, header.rawLength(), limits.rawBytesMax());
    } catch (MillraceException e) {
      throw suspect.refusal("body codec", "bytes that a known codec wrote", e);
    }
    checkRaw(suspect, header, Checksums.xxh64(raw, raw.length));
    return raw;
  }

  /** Refuses sizes and counts beyond the limits, and a body of another size than its header's. */
  static void checkSizes(Suspect suspect, BlockHeader header, ByteString body, BlockLimits limits) {
    checkCounts(suspect, header, limits);
    if (body.size() != header.storedLength()) {
      throw suspect.refusal("stored length", header.storedLength(), body.size());
    }
  }

  private static void checkCounts(Suspect suspect, BlockHeader header, BlockLimits limits) {
    atMost(suspect, "raw length", header.rawLength(), limits.rawBytesMax());
    BlockCounts counts = header.counts();
    atMost(suspect, "result count", counts.results(), limits.entriesMax());
    atMost(suspect, "change count", counts.changes(), limits.entriesMax());
    atMost(suspect, "quarantine count", counts.quarantine(), limits.entriesMax());
    atMost(suspect, "timer count", counts.timers(), limits.entriesMax());
    atMost(suspect, "outbox count", counts.outbox(), limits.entriesMax());
    atMost(suspect, "delivered count", counts.delivered(), limits.entriesMax());
  }

  static void checkBody(Suspect suspect, BlockHeader header, int crc32c) {
    if (crc32c != header.bodyCrc32c()) {
      throw suspect.refusal(
          "body crc32c", Checksums.hex(header.bodyCrc32c()), Checksums.hex(crc32c));
    }
  }

  static void checkRaw(Suspect suspect, BlockHeader header, long xxh64) {
    if (xxh64 != header.rawXxh64()) {
      throw suspect.refusal("raw xxh64", Checksums.hex(header.rawXxh64()), Checksums.hex(xxh64));
    }
  }

  private static void atMost(Suspect suspect, String check, int value, int max) {
    if (value > max) {
      throw suspect.refusal(check, "at most " + max, value);
    }
  }
}
