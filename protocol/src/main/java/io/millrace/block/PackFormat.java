// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.block;

import com.google.protobuf.ByteString;
import io.millrace.codec.Codec;
import io.millrace.codec.Codecs;
import io.millrace.model.MillraceException;
import java.util.ArrayList;
import java.util.List;

/**
 * A pack's header, as {@code docs/block-format.md} tells it: the headers of its blocks, without
 * what can be worked out again, and the header of the one block that holds all their bodies.
 */
final class PackFormat {
  /** "MRPK". */
  static final int MAGIC = 0x4d52504b;

  static final int VERSION = 1;

  /** Bytes of a block's header that lie at the same place in every version. */
  private static final int FIXED_BYTES = 83;

  /** Where a block's header says how long its previous chain is, the last of those bytes. */
  private static final int CHAIN_LENGTH_OFFSET = FIXED_BYTES - 1;

  private static final int CRC_BYTES = 4;
  private static final Suspect NAMELESS = new Suspect("unknown", "unknown");

  private PackFormat() {}

  static ByteString encode(
      BlockHeader merged, List<ByteString> headers, ByteString chain, Codec codec) {
    var raw = new Output(64 << 10, Pack.HEADERS_BYTES_MAX);
    write(raw, headers);
    raw.checkLength();
    ByteString stored = codec.compress(raw.array(), 0, raw.length());
    ByteString own = merged.encode();
    var out = new Output(stored.size() + own.size() + 128, Pack.HEADER_BYTES_MAX);
    out.i32(MAGIC);
    out.u8(VERSION);
    out.u8(codec.id());
    out.i32(headers.size());
    out.rawBytes(chain);
    out.i32(raw.length());
    out.i64(Checksums.xxh64(raw.array(), raw.length()));
    out.i32(own.size());
    out.rawBytes(own);
    out.i32(stored.size());
    out.rawBytes(stored);
    out.i32(Checksums.crc32c(out.array(), out.length()));
    out.checkLength();
    return ByteString.copyFrom(out.array(), 0, out.length());
  }

  /** The bytes that all have, byte by byte over all headers, then what is left of each. */
  private static void write(Output out, List<ByteString> headers) {
    for (int i = 0; i < FIXED_BYTES; i++) {
      for (ByteString header : headers) {
        out.u8(header.byteAt(i));
      }
    }
    for (ByteString header : headers) {
      int from = FIXED_BYTES + header.byteAt(CHAIN_LENGTH_OFFSET);
      out.bytes(header.substring(from, header.size() - CRC_BYTES));
    }
  }

  static Pack decode(ByteString header) {
    byte[] bytes = header.toByteArray();
    if (bytes.length < CRC_BYTES || bytes.length > Pack.HEADER_BYTES_MAX) {
      throw NAMELESS.refusal(
          "pack header length", CRC_BYTES + " to " + Pack.HEADER_BYTES_MAX, bytes.length);
    }
    int end = bytes.length - CRC_BYTES;
    var in = new Input(bytes, 0, end, NAMELESS);
    int magic = in.i32("pack magic");
    if (magic != MAGIC) {
      throw NAMELESS.refusal("pack magic", Checksums.hex(MAGIC), Checksums.hex(magic));
    }
    int version = in.u8("pack version");
    if (version != VERSION) {
      throw NAMELESS.refusal("pack version", VERSION, version);
    }
    int stated = new Input(bytes, end, bytes.length, NAMELESS).i32("pack header crc32c");
    int actual = Checksums.crc32c(bytes, end);
    if (stated != actual) {
      throw NAMELESS.refusal("pack header crc32c", Checksums.hex(stated), Checksums.hex(actual));
    }
    return fields(in);
  }

  private static Pack fields(Input in) {
    int codecId = in.u8("pack codec id");
    int count = in.i32("pack block count");
    if (count < 1 || count > Pack.BLOCKS_MAX) {
      throw in.refusal("pack block count", "1 to " + Pack.BLOCKS_MAX, count);
    }
    in.checkCount("pack chain", BlockHeader.CHAIN_BYTES, 1);
    ByteString chain = in.rawBytes(BlockHeader.CHAIN_BYTES, false);
    int rawLength = in.i32("pack headers' raw length");
    long xxh64 = in.i64("pack headers' xxh64");
    BlockHeader merged = BlockHeader.decode(part(in, "pack body's header"));
    var suspect = Pack.suspect(merged, count);
    byte[] stored = part(in, "pack headers").toByteArray();
    in.end("pack header end");
    byte[] raw = inflate(suspect, codecId, stored, rawLength);
    if (Checksums.xxh64(raw, raw.length) != xxh64) {
      throw suspect.refusal(
          "pack headers' xxh64",
          Checksums.hex(xxh64),
          Checksums.hex(Checksums.xxh64(raw, raw.length)));
    }
    var headers = new ArrayList<ByteString>(count);
    ByteString end = restore(raw, count, merged, suspect, headers);
    if (!end.equals(chain)) {
      throw suspect.refusal("pack chain", "the chain over its headers", "another one");
    }
    return new Pack(merged, headers);
  }

  private static ByteString part(Input in, String what) {
    int length = in.i32(what + " length");
    in.checkCount(what + " length", length, 1);
    return in.rawBytes(length, true);
  }

  private static byte[] inflate(Suspect suspect, int codecId, byte[] stored, int rawLength) {
    try {
      Codec codec = Codecs.byId(codecId);
      return codec.decompress(stored, 0, stored.length, rawLength, Pack.HEADERS_BYTES_MAX);
    } catch (MillraceException e) {
      throw suspect.refusal("pack headers' codec", "bytes that a known codec wrote", e);
    }
  }

  /** Puts the headers together again; gives the chain over them. */
  private static ByteString restore(
      byte[] raw, int count, BlockHeader merged, Suspect suspect, List<ByteString> headers) {
    var in = new Input(raw, 0, raw.length, suspect);
    int fixed = in.take("pack headers' fixed bytes", (long) FIXED_BYTES * count);
    ByteString chain = merged.previousChain();
    var out = new Output(512, Pack.HEADERS_BYTES_MAX);
    for (int i = 0; i < count; i++) {
      out.clear();
      for (int at = 0; at < FIXED_BYTES; at++) {
        out.u8(raw[fixed + at * count + i]);
      }
      int chainLength = out.array()[CHAIN_LENGTH_OFFSET];
      if (chainLength != chain.size()) {
        throw suspect.refusal("previous chain length", chain.size(), chainLength);
      }
      out.rawBytes(chain);
      out.rawBytes(in.bytes("pack header's rest", true));
      out.i32(Checksums.crc32c(out.array(), out.length()));
      ByteString header = ByteString.copyFrom(out.array(), 0, out.length());
      headers.add(header);
      chain = BlockHeader.chain(chain, header);
    }
    in.end("pack headers' end");
    return chain;
  }
}
