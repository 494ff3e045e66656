// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.block;

import com.google.protobuf.ByteString;
import io.millrace.codec.Codec;
import io.millrace.codec.Codecs;
import io.millrace.codec.Dictionaries;
import io.millrace.model.MillraceException;
import java.util.List;

/**
 * The columns of a block's body, checked and inflated: one by one, or all of them. Not
 * thread-safe.
 */
final class ColumnBytes {
  private final BlockHeader header;
  private final ByteString body;
  private final Dictionaries dictionaries;

  /** The columns of a body whose sizes and counts are within the limits; refused if not. */
  ColumnBytes(BlockHeader header, ByteString body, BlockLimits limits, Dictionaries dictionaries) {
    this.header = header;
    this.body = body;
    this.dictionaries = dictionaries;
    var suspect = Suspect.of(header);
    BlockDecoder.checkSizes(suspect, header, body, limits);
    int plain = header.plainLength();
    if (plain > limits.rawBytesMax()) {
      throw suspect.refusal("plain length", "at most " + limits.rawBytesMax(), plain);
    }
  }

  /** One column's bytes before compression. */
  Input open(int index) {
    int at = 0;
    for (int i = 0; i < index; i++) {
      at += header.columns().get(i).storedLength();
    }
    ColumnEntry column = header.columns().get(index);
    byte[] stored = body.substring(at, at + column.storedLength()).toByteArray();
    var suspect = Suspect.of(header).in(column);
    Codec codec = check(column, stored, 0, suspect);
    byte[] raw = new byte[column.rawLength()];
    inflate(codec, column, stored, 0, raw, 0, suspect);
    return new Input(raw, 0, raw.length, suspect);
  }

  /**
   * All columns' bytes before compression, and the body's checksums checked.
   *
   * @param space the bytes are in it
   */
  Input[] openAll(ColumnSpace space) {
    List<ColumnEntry> columns = header.columns();
    byte[] stored = space.stored(body.size());
    body.copyTo(stored, 0);
    var suspect = Suspect.of(header);
    BlockDecoder.checkBody(suspect, header, Checksums.crc32c(stored, 0, body.size()));
    var codecs = new Codec[columns.size()];
    int at = 0;
    for (int i = 0; i < codecs.length; i++) {
      codecs[i] = check(columns.get(i), stored, at, suspect.in(columns.get(i)));
      at += columns.get(i).storedLength();
    }
    byte[] raw = space.raw(header.rawLength());
    var inputs = new Input[codecs.length];
    at = 0;
    int start = 0;
    for (int i = 0; i < codecs.length; i++) {
      ColumnEntry column = columns.get(i);
      var within = suspect.in(column);
      inflate(codecs[i], column, stored, at, raw, start, within);
      inputs[i] = new Input(raw, start, start + column.rawLength(), within);
      at += column.storedLength();
      start += column.rawLength();
    }
    BlockDecoder.checkRaw(suspect, header, Checksums.xxh64(raw, header.rawLength()));
    return inputs;
  }

  private Codec check(ColumnEntry column, byte[] stored, int at, Suspect suspect) {
    int crc32c = Checksums.crc32c(stored, at, column.storedLength());
    if (crc32c != column.crc32c()) {
      throw suspect.refusal(
          "column crc32c", Checksums.hex(column.crc32c()), Checksums.hex(crc32c));
    }
    try {
      Codec codec = Codecs.byId(column.codecId(), column.dictionaryId(), dictionaries);
      codec.checkClaim(stored, at, column.storedLength(), column.rawLength());
      return codec;
    } catch (MillraceException e) {
      throw suspect.refusal("column codec", "bytes that a known codec wrote", e);
    }
  }

  private static void inflate(
      Codec codec, ColumnEntry column, byte[] stored, int at, byte[] raw, int start, Suspect from) {
    try {
      codec.decompress(stored, at, column.storedLength(), raw, start, column.rawLength());
    } catch (MillraceException e) {
      throw from.refusal("column codec", "bytes that a known codec wrote", e);
    }
  }
}
