// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.read;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DataPage;
import org.apache.parquet.column.page.DataPageV1;
import org.apache.parquet.column.page.DataPageV2;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.column.page.PageReader;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.DataPageHeaderV2;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.Util;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.ColumnPath;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;

/**
 * The pages of some columns of a row group, each read when it is asked for. Checks sizes before it
 * allocates, and checksums where the file has them.
 */
final class ParquetPages implements PageReadStore {
  private static final int BUFFER_BYTES = 64 << 10;

  private final FileChannel file;
  private final BlockMetaData group;
  private final Piece piece;
  private final Map<ColumnPath, ColumnChunkMetaData> chunks = new HashMap<>();

  ParquetPages(FileChannel file, BlockMetaData group, List<Type> columns, Piece piece)
      throws IOException {
    this.file = file;
    this.group = group;
    this.piece = piece;
    for (ColumnChunkMetaData chunk : group.getColumns()) {
      chunks.put(chunk.getPath(), chunk);
    }
    for (Type column : columns) {
      if (!chunks.containsKey(ColumnPath.get(column.getName()))) {
        throw new IOException("row group without column " + column.getName());
      }
    }
  }

  @Override
  public PageReader getPageReader(ColumnDescriptor column) {
    ColumnChunkMetaData chunk = chunks.get(ColumnPath.get(column.getPath()));
    if (chunk == null) {
      throw new IllegalArgumentException("column: " + column + " (expected: one of the file)");
    }
    return new ChunkPages(chunk);
  }

  @Override
  public long getRowCount() {
    return group.getRowCount();
  }

  /** Reads until the buffer is full. */
  static void readFully(FileChannel file, ByteBuffer to, long position) throws IOException {
    long at = position;
    while (to.hasRemaining()) {
      int count = file.read(to, at);
      if (count < 0) {
        throw new EOFException("file ends at " + at);
      }
      at += count;
    }
  }

  private final class ChunkPages implements PageReader {
    private final ColumnChunkMetaData chunk;
    private final PrimitiveType type;
    private final InputStream in;
    private @Nullable PageHeader peeked;
    private long valuesRead;

    ChunkPages(ColumnChunkMetaData chunk) {
      this.chunk = chunk;
      this.type = chunk.getPrimitiveType();
      this.in =
          new BufferedInputStream(
              new FileRange(file, chunk.getStartingPos(), chunk.getTotalSize()), BUFFER_BYTES);
    }

    @Override
    public long getTotalValueCount() {
      return chunk.getValueCount();
    }

    @Override
    public @Nullable DictionaryPage readDictionaryPage() {
      try {
        PageHeader header = Util.readPageHeader(in);
        if (header.getType() != PageType.DICTIONARY_PAGE) {
          peeked = header;
          return null;
        }
        var dictionary = header.getDictionary_page_header();
        byte[] plain = plain(header);
        if (count(dictionary.getNum_values()) > plain.length) {
          throw new IOException(
              dictionary.getNum_values() + " values in a dictionary of " + plain.length + " bytes");
        }
        return new DictionaryPage(
            BytesInput.from(plain), dictionary.getNum_values(), encoding(dictionary.getEncoding()));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public @Nullable DataPage readPage() {
      try {
        while (valuesRead < chunk.getValueCount()) {
          PageHeader header = peeked != null ? peeked : Util.readPageHeader(in);
          peeked = null;
          switch (header.getType()) {
            case DATA_PAGE -> {
              return page(header, header.getData_page_header());
            }
            case DATA_PAGE_V2 -> {
              return page(header, header.getData_page_header_v2());
            }
            case INDEX_PAGE, DICTIONARY_PAGE -> stored(header);
          }
        }
        return null;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private DataPage page(PageHeader header, DataPageHeader data) throws IOException {
      valuesRead += count(data.getNum_values());
      byte[] plain = plain(header);
      return new DataPageV1(
          BytesInput.from(plain),
          data.getNum_values(),
          plain.length,
          noStatistics(),
          encoding(data.getRepetition_level_encoding()),
          encoding(data.getDefinition_level_encoding()),
          encoding(data.getEncoding()));
    }

    /** In this form the levels stand before the values and are never compressed. */
    private DataPage page(PageHeader header, DataPageHeaderV2 data) throws IOException {
      valuesRead += count(data.getNum_values());
      int repetition = data.getRepetition_levels_byte_length();
      int definition = data.getDefinition_levels_byte_length();
      byte[] stored = stored(header);
      int levels = repetition + definition;
      int size = header.getUncompressed_page_size() - levels;
      if (repetition < 0 || definition < 0 || levels > stored.length || size < 0) {
        throw new IOException("page with levels of " + levels + " bytes");
      }
      byte[] values = Arrays.copyOfRange(stored, levels, stored.length);
      if (data.isIs_compressed()) {
        values = decompress(values, size);
      }
      return DataPageV2.uncompressed(
          data.getNum_rows(),
          data.getNum_nulls(),
          data.getNum_values(),
          BytesInput.from(stored, 0, repetition),
          BytesInput.from(stored, repetition, definition),
          encoding(data.getEncoding()),
          BytesInput.from(values),
          noStatistics());
    }

    private int count(int values) throws IOException {
      if (values < 0) {
        throw new IOException("page of " + values + " values");
      }
      return values;
    }

    private byte[] plain(PageHeader header) throws IOException {
      return decompress(stored(header), header.getUncompressed_page_size());
    }

    private byte[] decompress(byte[] stored, int size) throws IOException {
      piece.budget().take(size);
      return ParquetCodecs.decompress(chunk.getCodec(), stored, size);
    }

    /** The bytes of a page as they are stored. */
    private byte[] stored(PageHeader header) throws IOException {
      int size = header.getCompressed_page_size();
      int max = piece.settings().pageBytesMax();
      int plain = header.getUncompressed_page_size();
      if (size < 0 || plain < 0 || size > max || plain > max) {
        throw new IOException(
            "page of " + size + " bytes, " + plain + " plain (expected: at most " + max + ")");
      }
      byte[] bytes = in.readNBytes(size);
      if (bytes.length < size) {
        throw new EOFException("page ends early");
      }
      if (header.isSetCrc()) {
        var crc = new CRC32();
        crc.update(bytes);
        if ((int) crc.getValue() != header.getCrc()) {
          throw new IOException("page does not match its checksum");
        }
      }
      return bytes;
    }

    private Encoding encoding(org.apache.parquet.format.Encoding encoding) {
      return Encoding.valueOf(encoding.name());
    }

    private Statistics<?> noStatistics() {
      return Statistics.createStats(type);
    }
  }

  /** A part of a file as a stream that leaves the file's own position alone. */
  private static final class FileRange extends InputStream {
    private final FileChannel file;
    private long at;
    private final long end;

    FileRange(FileChannel file, long start, long length) {
      this.file = file;
      this.at = start;
      this.end = start + length;
    }

    @Override
    public int read() throws IOException {
      var one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] to, int from, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      int size = (int) Math.min(length, end - at);
      int count = size <= 0 ? -1 : file.read(ByteBuffer.wrap(to, from, size), at);
      at += Math.max(0, count);
      return count;
    }
  }
}
