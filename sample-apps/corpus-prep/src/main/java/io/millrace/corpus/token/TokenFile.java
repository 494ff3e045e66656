// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.token;

import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * A file of token blocks: {@code MRTOKEN1} and the tokenizer's hash, the blocks, then a frame of
 * zeros and the count of blocks, by which a file that lost its end is told. It appears under its
 * name when it is whole and on disk. Not thread-safe.
 */
final class TokenFile implements Closeable {
  /** What the name of a file that is not whole ends with. */
  static final String PART = ".part";

  private static final byte[] MAGIC = "MRTOKEN1".getBytes(StandardCharsets.US_ASCII);
  private static final int HASH_BYTES = 32;
  private static final int TRAILER_BYTES = TokenBlock.FRAME_BYTES + Integer.BYTES;

  private final Path file;
  private final Path part;
  private final FileChannel channel;
  private int blocks;
  private boolean finished;

  private TokenFile(Path file, FileChannel channel, Path part) {
    this.file = file;
    this.part = part;
    this.channel = channel;
  }

  /** Begins a file. */
  static TokenFile create(Path file, String definitionHash) throws IOException {
    Path part = file.resolveSibling(file.getFileName() + PART);
    FileChannel channel =
        FileChannel.open(
            part,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE);
    var created = new TokenFile(file, channel, part);
    created.write(header(definitionHash));
    return created;
  }

  private static byte[] header(String definitionHash) {
    byte[] header = Arrays.copyOf(MAGIC, MAGIC.length + HASH_BYTES);
    System.arraycopy(HexFormat.of().parseHex(definitionHash), 0, header, MAGIC.length, HASH_BYTES);
    return header;
  }

  private void write(byte[] bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }

  Path file() {
    return file;
  }

  /** Bytes so far: where the next block begins. */
  long bytes() throws IOException {
    return channel.position();
  }

  void append(byte[] block) throws IOException {
    write(block);
    blocks++;
  }

  /** All is written: makes it durable and gives it its name. */
  void finish() throws IOException {
    write(trailer(blocks));
    channel.force(true);
    channel.close();
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    finished = true;
    Folders.sync(file);
  }

  private static byte[] trailer(int blocks) {
    return ByteBuffer.allocate(TRAILER_BYTES)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(TokenBlock.FRAME_BYTES, blocks)
        .array();
  }

  /** Removes what was written unless the file is finished. */
  @Override
  public void close() throws IOException {
    if (!finished) {
      channel.close();
      Files.deleteIfExists(part);
    }
  }

  /** Hears of the blocks of a file, in order. */
  interface Visitor {
    void block(Place place, TokenBlock.Head head);
  }

  /**
   * Where a block's payload lies.
   *
   * @param payload its first byte in the file
   * @param bytes its length
   * @param crc its CRC-32C
   * @param rawBytes its length before compression
   */
  record Place(Path file, long payload, int bytes, int crc, int tokens, int rawBytes) {
    /**
     * Reads the block's tokens.
     *
     * @throws MillraceException CORRUPT if they are not as they were written
     */
    int[] read() throws IOException {
      try (FileChannel channel = FileChannel.open(file)) {
        byte[] packed = TokenFile.read(channel, payload, bytes);
        if (TokenBlock.crc(packed) != crc) {
          throw corrupt(file, payload, "checksum of a block's tokens");
        }
        return TokenBlock.tokens(packed, tokens, rawBytes);
      } catch (EOFException e) {
        throw corrupt(file, payload, "length");
      }
    }
  }

  /** Where the payload of a block lies that begins at an offset. */
  static Place place(Path file, long offset, byte[] block, int tokens) {
    ByteBuffer frame = ByteBuffer.wrap(block).order(ByteOrder.LITTLE_ENDIAN);
    int headBytes = frame.getInt(0);
    int payloadBytes = frame.getInt(Integer.BYTES);
    int crc = frame.getInt(3 * Integer.BYTES);
    byte[] head =
        Arrays.copyOfRange(block, TokenBlock.FRAME_BYTES, TokenBlock.FRAME_BYTES + headBytes);
    return new Place(
        file,
        offset + TokenBlock.FRAME_BYTES + headBytes,
        payloadBytes,
        crc,
        tokens,
        TokenBlock.head(head).payloadBytes());
  }

  /**
   * Reads the heads of a file's blocks.
   *
   * @throws MillraceException CORRUPT if the file is not whole or not as it was written; CALLER if
   *     it is of another tokenizer
   */
  static void scan(Path file, String definitionHash, Visitor visitor) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      byte[] header = read(channel, 0, MAGIC.length + HASH_BYTES);
      if (!Arrays.equals(header, header(definitionHash))) {
        throw corrupt(file, 0, "beginning: not a file of this tokenizer's tokens");
      }
      long at = header.length;
      int blocks = 0;
      while (true) {
        ByteBuffer frame =
            ByteBuffer.wrap(read(channel, at, TokenBlock.FRAME_BYTES))
                .order(ByteOrder.LITTLE_ENDIAN);
        int headBytes = frame.getInt();
        int payloadBytes = frame.getInt();
        int headCrc = frame.getInt();
        int payloadCrc = frame.getInt();
        if (headBytes == 0) {
          checkTrailer(file, channel, at, blocks);
          return;
        }
        long headAt = at + TokenBlock.FRAME_BYTES;
        long end = headAt + headBytes + payloadBytes;
        if (headBytes < 0 || payloadBytes < 0 || end > channel.size()) {
          throw corrupt(file, at, "lengths of a block");
        }
        byte[] head = read(channel, headAt, headBytes);
        if (TokenBlock.crc(head) != headCrc) {
          throw corrupt(file, at, "checksum of a block's head");
        }
        TokenBlock.Head parsed = TokenBlock.head(head);
        var place =
            new Place(
                file,
                headAt + headBytes,
                payloadBytes,
                payloadCrc,
                parsed.tokens(),
                parsed.payloadBytes());
        visitor.block(place, parsed);
        at = end;
        blocks++;
      }
    } catch (EOFException e) {
      throw corrupt(file, Files.size(file), "end: something is missing");
    }
  }

  private static void checkTrailer(Path file, FileChannel channel, long at, int blocks)
      throws IOException {
    byte[] trailer = read(channel, at, TRAILER_BYTES);
    if (!Arrays.equals(trailer, trailer(blocks)) || channel.size() != at + TRAILER_BYTES) {
      throw corrupt(file, at, "end: not the count of blocks");
    }
  }

  private static byte[] read(FileChannel channel, long at, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(length);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, at + buffer.position()) < 0) {
        throw new EOFException("end of file");
      }
    }
    return buffer.array();
  }

  private static MillraceException corrupt(Path file, long at, String what) {
    return MillraceException.of(Kind.CORRUPT, "token file is not as it was written")
        .with("file", file)
        .with("offset", at)
        .with("wrong", what)
        .with("expected", "what pack wrote; delete the file, its documents are tokenised again");
  }
}
