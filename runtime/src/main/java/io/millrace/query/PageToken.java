// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.query;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.millrace.select.Row;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Where an answer goes on: the query's hash, its snapshot and the last row given. As text: base64
 * of a version, the fields, and a CRC32C over both.
 *
 * @param query hash of the query
 * @param returned rows given so far
 * @param spans for each partition the blocks of the snapshot
 * @param last the last row given, without values
 */
record PageToken(long query, long returned, SortedMap<Integer, Blocks> spans, Row last) {
  private static final int VERSION = 1;

  /** The blocks after one number up to another. */
  record Blocks(long after, long last) {}

  String text() {
    var bytes = new ByteArrayOutputStream();
    try {
      CodedOutputStream out = CodedOutputStream.newInstance(bytes);
      out.writeUInt32NoTag(VERSION);
      out.writeFixed64NoTag(query);
      out.writeUInt64NoTag(returned);
      out.writeUInt32NoTag(spans.size());
      for (Map.Entry<Integer, Blocks> span : spans.entrySet()) {
        out.writeUInt32NoTag(span.getKey());
        out.writeUInt64NoTag(span.getValue().after());
        out.writeUInt64NoTag(span.getValue().last());
      }
      out.writeUInt32NoTag(last.partition());
      out.writeUInt64NoTag(last.block());
      out.writeUInt32NoTag(last.index());
      out.writeSInt64NoTag(last.eventTimeMs());
      out.flush();
      int crc = crc(bytes.toByteArray(), bytes.size());
      out.writeFixed32NoTag(crc);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.toByteArray());
  }

  /**
   * Reads a token.
   *
   * @throws MillraceException CALLER if it is damaged, or another query's
   */
  static PageToken parse(String text, long query) {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(text);
      int length = bytes.length - Integer.BYTES;
      CodedInputStream in = CodedInputStream.newInstance(bytes);
      if (length < 0
          || CodedInputStream.newInstance(bytes, length, Integer.BYTES).readFixed32()
              != crc(bytes, length)
          || in.readUInt32() != VERSION) {
        throw refused("page token is damaged", null);
      }
      long hash = in.readFixed64();
      if (hash != query) {
        throw refused("page token is of another query", null);
      }
      return read(in, hash);
    } catch (IllegalArgumentException | IOException e) {
      throw refused("page token is damaged", e);
    }
  }

  private static PageToken read(CodedInputStream in, long hash) throws IOException {
    long returned = in.readUInt64();
    var spans = new TreeMap<Integer, Blocks>();
    for (int left = in.readUInt32(); left > 0; left--) {
      int number = in.readUInt32();
      spans.put(number, new Blocks(in.readUInt64(), in.readUInt64()));
    }
    var last =
        new Row(
            in.readUInt32(),
            in.readUInt64(),
            in.readUInt32(),
            in.readSInt64(),
            new @Nullable Object[0]);
    return new PageToken(hash, returned, spans, last);
  }

  private static int crc(byte[] bytes, int length) {
    var crc = new CRC32C();
    crc.update(Arrays.copyOf(bytes, length));
    return (int) crc.getValue();
  }

  private static MillraceException refused(String text, @Nullable Exception cause) {
    MillraceException e =
        cause == null
            ? MillraceException.of(Kind.CALLER, text)
            : MillraceException.of(Kind.CALLER, text, cause);
    return e.with("field", "page_token")
        .with("expected", "what the page before of the same query gave, whole");
  }
}
