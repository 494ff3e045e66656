// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.block;

import com.google.common.hash.Hashing;
import com.google.protobuf.ByteString;
import io.millrace.codec.Dictionary;
import io.millrace.codec.NoCodec;
import io.millrace.model.Epoch;
import io.millrace.model.MillraceException;
import io.millrace.model.PartitionId;
import io.millrace.model.ProducerMark;
import java.util.List;

/**
 * What is known of a block without its body. Its bytes are canonical: those of a decoded header are
 * those it was decoded from.
 *
 * @param partition whose log the block belongs to
 * @param sequence its number in the log, from 1
 * @param epoch the term of the owner that wrote it, from 1
 * @param previousChain {@link #chain} of the block before, empty for block 1
 * @param committedAtMs milliseconds since 1970-01-01T00:00Z, 0 up
 * @param recordCount records it decided upon, 0 up
 * @param counts what is in the body
 * @param typedFields whether the body's fields carry their types, since one of them is no text
 * @param marks the watermark of each producer that advanced
 * @param expired the last watermark of each producer that expired, without event time
 * @param watermarkMs the partition's event-time watermark, or {@link Block#NO_WATERMARK}
 * @param codecId which codec compressed the body, 0 to 127; 0 if it is written by column, as each
 *     column has its own
 * @param rawLength bytes of the body before compression, 0 up
 * @param storedLength bytes of the body as stored, 0 up
 * @param bodyCrc32c over the body as stored
 * @param rawXxh64 XXH64 with seed 0 over the body before compression
 * @param columns what the body's columns are, in their order; none if it is written row by row
 */
public record BlockHeader(
    PartitionId partition,
    long sequence,
    Epoch epoch,
    ByteString previousChain,
    long committedAtMs,
    int recordCount,
    BlockCounts counts,
    boolean typedFields,
    List<ProducerMark> marks,
    List<ProducerMark> expired,
    long watermarkMs,
    int codecId,
    int rawLength,
    int storedLength,
    int bodyCrc32c,
    long rawXxh64,
    List<ColumnEntry> columns) {
  /** The newest format: a body by column. One row by row is of the lowest that can hold it. */
  public static final int VERSION = 5;

  /** The newest format for a body that is written row by row. */
  private static final int VERSION_OF_ROWS = 4;

  /** Length of a chain hash. Unit: bytes. */
  public static final int CHAIN_BYTES = 32;

  public BlockHeader {
    Block.checkIdentity(sequence, epoch, committedAtMs, recordCount);
    int chainBytes = sequence == 1 ? 0 : CHAIN_BYTES;
    if (previousChain.size() != chainBytes) {
      throw new IllegalArgumentException(
          "previousChain: " + previousChain.size() + " bytes (expected: " + chainBytes + ")");
    }
    if (codecId < 0 || codecId > Byte.MAX_VALUE) {
      throw new IllegalArgumentException("codecId: " + codecId + " (expected: 0 to 127)");
    }
    if (rawLength < 0 || storedLength < 0) {
      throw new IllegalArgumentException(
          "rawLength, storedLength: " + rawLength + ", " + storedLength + " (expected: >= 0)");
    }
    Block.checkExpired(expired);
    marks = List.copyOf(marks);
    expired = List.copyOf(expired);
    columns = List.copyOf(columns);
    if (!columns.isEmpty()) {
      if (codecId != NoCodec.ID) {
        throw new IllegalArgumentException("codecId: " + codecId + " (expected: 0 with columns)");
      }
      DirectoryFormat.check(columns, counts, rawLength, storedLength);
    }
  }

  /** The format version that it is written in. */
  int version() {
    if (!columns.isEmpty()) {
      return VERSION;
    }
    if (counts.needsVersion4() || watermarkMs != Block.NO_WATERMARK || marksHaveEventTime()) {
      return VERSION_OF_ROWS;
    }
    if (typedFields) {
      return 3;
    }
    return expired.isEmpty() && counts.quarantine() == 0 ? 1 : 2;
  }

  private boolean marksHaveEventTime() {
    for (ProducerMark mark : marks) {
      if (mark.hasEventTime()) {
        return true;
      }
    }
    return false;
  }

  /** Results in the body. */
  public int resultCount() {
    return counts.results();
  }

  /** The dictionaries that a reader of the body needs, ascending, none twice. */
  public List<Integer> dictionaryIds() {
    return columns.stream()
        .map(ColumnEntry::dictionaryId)
        .filter(id -> id != Dictionary.NONE)
        .sorted()
        .distinct()
        .toList();
  }

  /**
   * Bytes of all that the body's columns hold, however laid out; of its rows, if it has those. Not
   * checked before the body is decoded.
   */
  public int plainLength() {
    return columns.isEmpty() ? rawLength : ColumnEntry.plainLength(columns);
  }

  /**
   * The header of a block whose body is encoded already: cheap, for when the block before is known.
   *
   * @param block what was encoded
   * @param body what it was encoded to
   * @param previousChain {@link #chain} of the block before, empty for block 1
   */
  public static BlockHeader of(Block block, EncodedBody body, ByteString previousChain) {
    BlockCounts expected = BlockCounts.of(block);
    if (!expected.equals(body.counts())) {
      throw new IllegalArgumentException(
          "body: " + body.counts() + " (expected: " + expected + ")");
    }
    return new BlockHeader(
        block.partition(),
        block.sequence(),
        block.epoch(),
        previousChain,
        block.committedAtMs(),
        block.recordCount(),
        body.counts(),
        body.typedFields(),
        block.marks(),
        block.expired(),
        block.watermarkMs(),
        body.codecId(),
        body.rawLength(),
        body.bytes().size(),
        body.crc32c(),
        body.rawXxh64(),
        body.columns());
  }

  /** The header's bytes. */
  public ByteString encode() {
    return HeaderFormat.encode(this);
  }

  /**
   * Reads a header.
   *
   * @throws MillraceException CORRUPT if any byte is not as it was written
   */
  public static BlockHeader decode(ByteString bytes) {
    return HeaderFormat.decode(bytes);
  }

  /** Hash over the log up to this block: what the next block names as its previous chain. */
  public ByteString chain() {
    return chain(previousChain, encode());
  }

  /** The same as {@link #chain()}, where the header's bytes are at hand: SHA-256 over both. */
  @SuppressWarnings("UnstableApiUsage")
  public static ByteString chain(ByteString previousChain, ByteString header) {
    var hasher = Hashing.sha256().newHasher();
    hasher.putBytes(previousChain.asReadOnlyByteBuffer());
    hasher.putBytes(header.asReadOnlyByteBuffer());
    return ByteString.copyFrom(hasher.hash().asBytes());
  }
}
