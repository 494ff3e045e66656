// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.token;

import com.github.luben.zstd.Zstd;
import io.millrace.corpus.document.DocumentId;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * Tokens of several documents as one unit of compression: ids and counts in a head that can be read
 * without the rest, then all tokens as varints in one zstd frame. Varints in zstd take 5 to 8 bits
 * a token where packed bits take 17 or 18; see docs/corpus-prep.md.
 *
 * <pre>
 * int  head length, int payload length, int CRC-32C of the head, int CRC-32C of the payload
 * head: varint documents, varint tokens, varint payload length before compression,
 *       16 bytes a document: its id; varint a document: its tokens
 * payload: zstd of a varint a token
 * </pre>
 *
 * Numbers are little-endian but for ids. Parsed blocks are immutable, but for their arrays.
 */
final class TokenBlock {
  /** Bytes before the head. */
  static final int FRAME_BYTES = 4 * Integer.BYTES;

  /** A block is full when it has so many tokens; a document of more is a block of its own. */
  static final int TOKENS_FULL = 1 << 15;

  /** Most documents of a block: those of few tokens would make its head too large. */
  static final int DOCUMENTS_MAX = 1 << 12;

  private static final int ID_BYTES = 2 * Long.BYTES;
  private static final int LEVEL = 3;

  private TokenBlock() {}

  /** Gathers documents. Not thread-safe. */
  static final class Builder {
    private final long[] ids = new long[2 * DOCUMENTS_MAX];
    private final int[] counts = new int[DOCUMENTS_MAX];
    private final TokenBuffer tokens = new TokenBuffer();
    private int documents;

    boolean isEmpty() {
      return documents == 0;
    }

    /** Tokens so far: where the next document begins. */
    int tokens() {
      return tokens.size();
    }

    /** Whether the next document, of so many tokens, belongs into another block. */
    boolean isFullFor(int count) {
      return documents == DOCUMENTS_MAX
          || (documents > 0 && (long) tokens.size() + count > TOKENS_FULL);
    }

    void add(DocumentId id, TokenBuffer document) {
      ids[2 * documents] = id.high();
      ids[2 * documents + 1] = id.low();
      counts[documents++] = document.size();
      tokens.addAll(document.ids(), 0, document.size());
    }

    /** The block's bytes; it is empty then. */
    byte[] build() {
      Varints payload = new Varints();
      for (int i = 0; i < tokens.size(); i++) {
        payload.add(tokens.ids()[i]);
      }
      byte[] raw = payload.toArray();
      byte[] packed = Zstd.compress(raw, LEVEL);
      Varints head = new Varints();
      head.add(documents);
      head.add(tokens.size());
      head.add(raw.length);
      for (int i = 0; i < 2 * documents; i++) {
        head.addLong(ids[i]);
      }
      for (int i = 0; i < documents; i++) {
        head.add(counts[i]);
      }
      byte[] front = head.toArray();
      ByteBuffer block =
          ByteBuffer.allocate(FRAME_BYTES + front.length + packed.length)
              .order(ByteOrder.LITTLE_ENDIAN);
      block.putInt(front.length).putInt(packed.length);
      block.putInt(crc(front)).putInt(crc(packed)).put(front).put(packed);
      documents = 0;
      tokens.clear();
      return block.array();
    }
  }

  /** What lies in front of the tokens. */
  static final class Head {
    private final long[] ids;
    private final int[] counts;
    private final int tokens;
    private final int payloadBytes;

    private Head(long[] ids, int[] counts, int tokens, int payloadBytes) {
      this.ids = ids;
      this.counts = counts;
      this.tokens = tokens;
      this.payloadBytes = payloadBytes;
    }

    /** Two longs a document. */
    long[] ids() {
      return ids;
    }

    /** Tokens of each document. */
    int[] counts() {
      return counts;
    }

    /** Tokens of all documents. */
    int tokens() {
      return tokens;
    }

    /** Length of the payload before compression. */
    int payloadBytes() {
      return payloadBytes;
    }
  }

  static int crc(byte[] bytes) {
    var crc = new CRC32C();
    crc.update(bytes, 0, bytes.length);
    return (int) crc.getValue();
  }

  /** Parses a head whose checksum was right. */
  static Head head(byte[] bytes) {
    var in = new Varints(bytes);
    int documents = in.next();
    int tokens = in.next();
    int payloadBytes = in.next();
    if (documents > DOCUMENTS_MAX || in.left() < (long) documents * (ID_BYTES + 1)) {
      throw corrupt("head of a token block", documents);
    }
    var ids = new long[2 * documents];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = in.nextLong();
    }
    var counts = new int[documents];
    long sum = 0;
    for (int i = 0; i < documents; i++) {
      counts[i] = in.next();
      sum += counts[i];
    }
    if (sum != tokens || in.left() != 0) {
      throw corrupt("counts of a token block", sum);
    }
    return new Head(ids, counts, tokens, payloadBytes);
  }

  /** The tokens of a payload whose checksum was right. */
  static int[] tokens(byte[] payload, int tokens, int payloadBytes) {
    var in = new Varints(Zstd.decompress(payload, payloadBytes));
    var ids = new int[tokens];
    for (int i = 0; i < tokens; i++) {
      ids[i] = in.next();
    }
    if (in.left() != 0) {
      throw corrupt("tokens of a token block", in.left());
    }
    return ids;
  }

  private static MillraceException corrupt(String what, long value) {
    return MillraceException.of(Kind.CORRUPT, "token block does not hold what it says")
        .with("where", what)
        .with("value", value);
  }
}
