// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.block;

import com.google.protobuf.ByteString;
import io.millrace.codec.Codec;
import io.millrace.codec.Codecs;
import io.millrace.codec.Dictionary;
import io.millrace.codec.NoCodec;
import io.millrace.codec.ZstdCodec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Damages one block that is written by column, mostly with checksums that are right again. */
final class BlockDamage {
  private static final Codec QUICK = ZstdCodec.ofLevel(1);
  private static final ByteString BOMB = QUICK.compress(new byte[4 << 20], 0, 4 << 20);

  private final BlockHeader header;
  private final ByteString body;
  private final List<byte[]> raws = new ArrayList<>();

  BlockDamage(Block block, ColumnPlan plan) {
    var encoded = Blocks.ENCODER.encode(block, plan);
    header = BlockHeader.of(block, encoded, Blocks.chainBefore(block));
    body = encoded.bytes();
    int at = 0;
    for (ColumnEntry column : header.columns()) {
      byte[] stored = body.substring(at, at + column.storedLength()).toByteArray();
      boolean plain = column.dictionaryId() == Dictionary.NONE;
      raws.add(
          plain
              ? Codecs.byId(column.codecId())
                  .decompress(stored, 0, stored.length, column.rawLength(), 1 << 24)
              : stored);
      at += column.storedLength();
    }
  }

  /** A header's and a body's bytes. */
  record Damaged(ByteString header, ByteString body) {}

  Damaged damage(Random random) {
    return switch (random.nextInt(12)) {
      case 0 -> new Damaged(flipped(header.encode(), random), body);
      case 1 -> new Damaged(header.encode(), flipped(body, random));
      case 2 -> new Damaged(cut(header.encode(), random), body);
      case 3 -> new Damaged(header.encode(), cut(body, random));
      case 4, 5 -> new Damaged(resealed(flipped(header.encode(), random)), body);
      case 6 -> rebuilt(lying(random), -1, new byte[0]);
      case 7 -> swapped(random);
      case 8 -> bomb(random);
      default -> damagedColumn(random);
    };
  }

  /** One column's bytes before compression are others, and all checksums right. */
  private Damaged damagedColumn(Random random) {
    int column = random.nextInt(raws.size());
    byte[] raw = raws.get(column).clone();
    int many = 1 + random.nextInt(3);
    // What says how the rest is to be read lies at a column's ends.
    for (int i = 0; i < many && raw.length > 0; i++) {
      int near = Math.min(raw.length, 1 + random.nextInt(random.nextBoolean() ? 12 : raw.length));
      int at = random.nextBoolean() ? near - 1 : raw.length - near;
      raw[at] = (byte) (random.nextBoolean() ? random.nextInt(13) : random.nextInt());
    }
    if (random.nextInt(5) == 0) {
      raw = Arrays.copyOf(raw, random.nextInt(raw.length + 10));
    }
    return rebuilt(entries(), column, raw);
  }

  /** A column whose few bytes become many. */
  private Damaged bomb(Random random) {
    var entries = entries();
    int i = random.nextInt(entries.size());
    ColumnEntry e = entries.get(i);
    int declared = random.nextBoolean() ? 4 << 20 : random.nextInt(1 << 20);
    entries.set(
        i,
        new ColumnEntry(
            e.kind(), e.name(), e.type(), e.representation(), ZstdCodec.ID, 0, e.plainLength(),
            declared, BOMB.size(), Checksums.crc32c(BOMB)));
    int at = 0;
    for (int k = 0; k < i; k++) {
      at += entries.get(k).storedLength();
    }
    return sealed(
        entries,
        body.substring(0, at).concat(BOMB).concat(body.substring(at + e.storedLength())),
        random.nextLong());
  }

  /** Two columns' bytes in each other's place. */
  private Damaged swapped(Random random) {
    var entries = entries();
    int i = random.nextInt(entries.size());
    int j = random.nextInt(entries.size());
    ColumnEntry a = entries.get(i);
    ColumnEntry b = entries.get(j);
    entries.set(i, named(a, b, random));
    entries.set(j, named(b, a, random));
    List<ByteString> parts = new ArrayList<>();
    int at = 0;
    for (ColumnEntry column : header.columns()) {
      parts.add(body.substring(at, at + column.storedLength()));
      at += column.storedLength();
    }
    var part = parts.get(i);
    parts.set(i, parts.get(j));
    parts.set(j, part);
    return sealed(entries, ByteString.copyFrom(parts), header.rawXxh64());
  }

  /** The first one's name over the second one's bytes. */
  private static ColumnEntry named(ColumnEntry name, ColumnEntry bytes, Random random) {
    return new ColumnEntry(
        name.kind(),
        name.name(),
        name.type(),
        random.nextBoolean() ? name.representation() : bytes.representation(),
        bytes.codecId(),
        bytes.dictionaryId(),
        random.nextBoolean() ? name.plainLength() : bytes.plainLength(),
        bytes.rawLength(),
        bytes.storedLength(),
        bytes.crc32c());
  }

  /** Entries of which one says something that is not so. */
  private List<ColumnEntry> lying(Random random) {
    var entries = entries();
    int i = random.nextInt(entries.size());
    ColumnEntry e = entries.get(i);
    int kind = random.nextInt(5);
    var representations = Representation.values();
    int codec = kind == 1 ? random.nextInt(4) : e.codecId();
    entries.set(
        i,
        new ColumnEntry(
            e.kind(),
            e.name(),
            e.type(),
            kind == 0
                ? representations[random.nextInt(representations.length)]
                : e.representation(),
            codec,
            codec != 3 ? 0 : kind == 1 || kind == 2 ? 1 + random.nextInt(9) : e.dictionaryId(),
            kind == 3 ? lie(e.plainLength(), random) : e.plainLength(),
            kind == 4 ? lie(e.rawLength(), random) : e.rawLength(),
            e.storedLength(),
            e.crc32c()));
    return entries;
  }

  private static int lie(int length, Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> Math.max(0, length - 1 - random.nextInt(9));
      case 1 -> length + 1 + random.nextInt(9);
      case 2 -> random.nextInt(1 << 20);
      default -> random.nextInt(Integer.MAX_VALUE);
    };
  }

  private List<ColumnEntry> entries() {
    return new ArrayList<>(header.columns());
  }

  /** The block with one column's bytes before compression replaced, all lengths and checksums right. */
  private Damaged rebuilt(List<ColumnEntry> entries, int replaced, byte[] raw) {
    ByteString stored = ByteString.EMPTY;
    int at = 0;
    for (int i = 0; i < entries.size(); i++) {
      ColumnEntry e = entries.get(i);
      var own = body.substring(at, at + header.columns().get(i).storedLength());
      at += header.columns().get(i).storedLength();
      if (i == replaced && e.dictionaryId() == Dictionary.NONE) {
        own = Codecs.byId(e.codecId()).compress(raw, 0, raw.length);
        entries.set(i, withBytes(e, raw.length, own));
      } else if (i == replaced) {
        own = ByteString.copyFrom(raw);
        entries.set(i, withBytes(e, e.rawLength(), own));
      }
      stored = stored.concat(own);
    }
    long xxh64 = 0;
    boolean known = replaced >= 0 && header.dictionaryIds().isEmpty();
    if (known) {
      var all = new Output(1 << 10, 1 << 25);
      for (int i = 0; i < entries.size(); i++) {
        byte[] part = i == replaced ? raw : raws.get(i);
        all.rawBytes(part, 0, part.length);
      }
      xxh64 = Checksums.xxh64(all.array(), all.length());
    }
    return sealed(entries, stored, known ? xxh64 : header.rawXxh64());
  }

  private static ColumnEntry withBytes(ColumnEntry e, int rawLength, ByteString stored) {
    return new ColumnEntry(
        e.kind(),
        e.name(),
        e.type(),
        e.representation(),
        e.codecId(),
        e.dictionaryId(),
        e.plainLength(),
        rawLength,
        stored.size(),
        Checksums.crc32c(stored));
  }

  /** A header whose lengths and checksums are those of these columns. */
  private Damaged sealed(List<ColumnEntry> entries, ByteString stored, long xxh64) {
    long raw = 0;
    long size = 0;
    for (ColumnEntry entry : entries) {
      raw += entry.rawLength();
      size += entry.storedLength();
    }
    if (raw > Integer.MAX_VALUE) {
      return new Damaged(resealed(header.encode().substring(1)), stored);
    }
    var sealed =
        new BlockHeader(
            header.partition(),
            header.sequence(),
            header.epoch(),
            header.previousChain(),
            header.committedAtMs(),
            header.recordCount(),
            header.counts(),
            header.typedFields(),
            header.marks(),
            header.expired(),
            header.watermarkMs(),
            NoCodec.ID,
            (int) raw,
            (int) size,
            Checksums.crc32c(stored),
            xxh64,
            entries);
    return new Damaged(sealed.encode(), stored);
  }

  private static ByteString cut(ByteString bytes, Random random) {
    return bytes.substring(0, random.nextInt(bytes.size()));
  }

  private static ByteString flipped(ByteString bytes, Random random) {
    byte[] copy = bytes.toByteArray();
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      copy[random.nextInt(copy.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return ByteString.copyFrom(copy);
  }

  /** A header's bytes with their checksum right again. */
  private static ByteString resealed(ByteString header) {
    var content = header.substring(0, header.size() - 4);
    var out = new Output(header.size(), 1 << 24);
    out.rawBytes(content);
    out.i32(Checksums.crc32c(content));
    return ByteString.copyFrom(out.array(), 0, out.length());
  }
}
