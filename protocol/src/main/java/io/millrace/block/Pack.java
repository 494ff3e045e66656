// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.block;

import static io.millrace.model.MillraceException.Kind.CORRUPT;

import com.google.protobuf.ByteString;
import io.millrace.codec.Dictionaries;
import io.millrace.model.MillraceException;
import io.millrace.model.PartitionId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Blocks in a row of one partition's log, merged into one. Gives each of them back: its header byte
 * for byte, so that the chain goes on through it, and all that its body holds. Stored in two parts
 * as a block is: a header that can be read alone, and the body of one block with everything that
 * the merged ones held, in their order. Needs no dictionary.
 *
 * <p>Immutable and thread-safe. Each method throws {@link MillraceException} CORRUPT, naming
 * partition and blocks, if any byte is not as it was written or a limit is passed.
 */
public final class Pack {
  /** Most blocks of one pack. */
  public static final int BLOCKS_MAX = 4_096;

  /** Most bytes of all its blocks' headers together, but for their chains and checksums. */
  public static final int HEADERS_BYTES_MAX = 2 << 20;

  /** Most bytes of a pack's header. */
  public static final int HEADER_BYTES_MAX = 4 << 20;

  private final BlockHeader merged;
  private final List<ByteString> headers;

  /**
   * @param merged the header of the body
   * @param headers of the blocks
   */
  Pack(BlockHeader merged, List<ByteString> headers) {
    this.merged = merged;
    this.headers = List.copyOf(headers);
  }

  /** Reads a pack's header: the headers of all its blocks, whose chain is checked. */
  public static Pack open(ByteString header) {
    return named("unknown", "unknown", () -> PackFormat.decode(header));
  }

  /** Whose log its blocks belong to. */
  public PartitionId partition() {
    return merged.partition();
  }

  /** Number of the first block. */
  public long first() {
    return merged.sequence();
  }

  /** Number of the last block. */
  public long last() {
    return first() + headers.size() - 1;
  }

  /** Bytes of what the body holds, however laid out. */
  public int plainLength() {
    return merged.plainLength();
  }

  /** The blocks' headers as they were written, in order. */
  public List<ByteString> headers() {
    return headers;
  }

  /** Takes all blocks out. */
  public List<PackedBlock> blocks(ByteString body, BlockLimits limits) {
    return blocks(body, first(), last(), Long.MAX_VALUE, limits);
  }

  /**
   * Takes some blocks out. All of the body is decoded for it, once.
   *
   * @param body as it was stored
   * @param from number of the first block wanted, within the pack
   * @param to number of the last one wanted, within the pack, not before the first
   * @param bytesMax none after the block whose header and body reach so many bytes with those
   *     before it
   */
  public List<PackedBlock> blocks(
      ByteString body, long from, long to, long bytesMax, BlockLimits limits) {
    if (from < first() || to > last() || from > to) {
      throw new IllegalArgumentException(
          "blocks: " + from + " to " + to + " (expected: in " + first() + " to " + last() + ")");
    }
    return named(
        partition().toString(),
        first() + " to " + last(),
        () -> {
          List<BlockHeader> decoded = checkedHeaders();
          Block all = BlockDecoder.decode(merged, body, limits, Dictionaries.NONE);
          var slices = new PackSlices(all);
          var out = new Output(4 << 10, BlockLimits.RAW_BYTES_CEILING);
          var blocks = new ArrayList<PackedBlock>();
          long bytes = 0;
          for (int i = 0; first() + i <= to && bytes < bytesMax; i++) {
            BlockHeader header = decoded.get(i);
            Block block = slices.next(header);
            if (header.sequence() >= from) {
              var one = new PackedBlock(header, headers.get(i), rows(header, block, out));
              blocks.add(one);
              bytes += one.headerBytes().size() + one.body().size();
            }
          }
          return List.copyOf(blocks);
        });
  }

  private static ByteString rows(BlockHeader header, Block block, Output out) {
    if (header.typedFields() != BodyFormat.needsTypes(block)) {
      throw Suspect.of(header)
          .refusal("typed fields", header.typedFields(), BodyFormat.needsTypes(block));
    }
    out.clear();
    BodyFormat.write(out, block, header.typedFields());
    out.checkLength();
    return ByteString.copyFrom(out.array(), 0, out.length());
  }

  /** The blocks' headers, decoded: all of the same log, one after the other, as many as counted. */
  private List<BlockHeader> checkedHeaders() {
    var suspect = suspect(merged, headers.size());
    var decoded = new ArrayList<BlockHeader>(headers.size());
    long[] sums = new long[6];
    for (ByteString bytes : headers) {
      BlockHeader header = BlockHeader.decode(bytes);
      long sequence = first() + decoded.size();
      if (!header.partition().equals(partition()) || header.sequence() != sequence) {
        throw suspect.refusal(
            "place of a block",
            partition() + " " + sequence,
            header.partition() + " " + header.sequence());
      }
      decoded.add(header);
      BlockCounts counts = header.counts();
      sums[0] += counts.results();
      sums[1] += counts.changes();
      sums[2] += counts.quarantine();
      sums[3] += counts.timers();
      sums[4] += counts.outbox();
      sums[5] += counts.delivered();
    }
    BlockCounts all = merged.counts();
    boolean equal =
        sums[0] == all.results()
            && sums[1] == all.changes()
            && sums[2] == all.quarantine()
            && sums[3] == all.timers()
            && sums[4] == all.outbox()
            && sums[5] == all.delivered();
    if (!equal) {
      throw suspect.refusal("counts", all, "other sums over the headers");
    }
    return decoded;
  }

  static Suspect suspect(BlockHeader merged, int count) {
    return new Suspect(
        merged.partition().toString(),
        merged.sequence() + " to " + (merged.sequence() + count - 1) + " (pack)");
  }

  private static <T> T named(String partition, String blocks, Supplier<T> read) {
    try {
      return read.get();
    } catch (MillraceException e) {
      String whose = e.facts().getOrDefault("partition", partition);
      throw MillraceException.of(CORRUPT, "pack is damaged", e)
          .with("partition", partition.equals("unknown") ? whose : partition)
          .with("pack", blocks.equals("unknown") ? e.facts().get("block") : blocks)
          .with("check", e.facts().getOrDefault("check", "limits"))
          .with("cause", e.getMessage());
    }
  }
}
