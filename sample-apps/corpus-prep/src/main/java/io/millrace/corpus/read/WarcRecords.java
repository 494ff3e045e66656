// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.read;

import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.netpreserve.jwarc.HttpResponse;
import org.netpreserve.jwarc.MediaType;
import org.netpreserve.jwarc.MessageBody;
import org.netpreserve.jwarc.WarcConversion;
import org.netpreserve.jwarc.WarcReader;
import org.netpreserve.jwarc.WarcRecord;
import org.netpreserve.jwarc.WarcResource;
import org.netpreserve.jwarc.WarcResponse;
import org.netpreserve.jwarc.WarcTargetRecord;

/**
 * Reads what a crawler stored (WARC, ISO 28500): pages and texts of good HTTP responses, resources,
 * and conversions to text as in Common Crawl's WET files. Other records, and content of other
 * types, count as ignored. A record of which only the content is broken is a problem of its own. A
 * file of which each record is gzipped by itself is entered in the middle without decompressing
 * what lies before.
 */
final class WarcRecords {
  private static final int STATUS_GOOD = 200;
  private static final Set<String> PAGES = Set.of("text/html", "application/xhtml+xml");
  private static final Set<String> TEXTS = Set.of("text/plain", "text/markdown");

  private final Piece piece;
  private long number;
  private long base;

  private WarcRecords(Piece piece) {
    this.piece = piece;
  }

  /** Reads all records; fails where the file is broken, after the records before. */
  static void read(Piece piece) throws IOException {
    try (InputStream in = open(piece)) {
      new WarcRecords(piece).read(in);
    }
  }

  private static InputStream open(Piece piece) throws IOException {
    long offset = piece.start().offset();
    if (piece.compression() != Compression.GZIP) {
      return piece.open(offset);
    }
    // Gzip is left to the WARC reader, which knows its seams.
    InputStream stored = piece.stored().open();
    try {
      stored.skipNBytes(offset);
      return stored;
    } catch (IOException | RuntimeException e) {
      stored.close();
      throw e;
    }
  }

  private void read(InputStream in) throws IOException {
    var reader = new WarcReader(in);
    reader.setLenient(true);
    base = piece.start().offset();
    if (piece.start().record() > 0) {
      // The position is the start of the last record that was taken.
      next(reader);
      number = piece.start().record();
    }
    Optional<WarcRecord> record = next(reader);
    while (record.isPresent()) {
      number++;
      piece.budget().take(record.get().body().size());
      try {
        offer(record.get(), base + reader.position());
      } catch (IOException e) {
        piece.problem(piece.name(number), Problem.Kind.UNREADABLE, e.toString());
      }
      if (piece.budget().isSpent()) {
        return;
      }
      record = next(reader);
    }
  }

  private static Optional<WarcRecord> next(WarcReader reader) throws IOException {
    try {
      return reader.next();
    } catch (RuntimeException e) {
      throw new IOException("record cannot be read", e);
    }
  }

  /** What of a record may be a document. */
  private record Content(WarcTargetRecord record, MediaType type, MessageBody body) {}

  private static Optional<Content> content(WarcRecord record) throws IOException {
    try {
      if (record instanceof WarcResponse response
          && response.contentType().base().equals(MediaType.HTTP)) {
        HttpResponse http = response.http();
        return http.status() == STATUS_GOOD
            ? Optional.of(new Content(response, http.contentType(), http.bodyDecoded()))
            : Optional.empty();
      }
      if (record instanceof WarcResource || record instanceof WarcConversion) {
        return Optional.of(
            new Content((WarcTargetRecord) record, record.contentType(), record.body()));
      }
      return Optional.empty();
    } catch (RuntimeException e) {
      throw new IOException("headers cannot be read", e);
    }
  }

  private void offer(WarcRecord record, long offset) throws IOException {
    Optional<Content> content = content(record);
    String type = content.map(c -> label(c.type())).orElse("");
    boolean isPage = PAGES.contains(type);
    if (content.isEmpty() || !(isPage || TEXTS.contains(type))) {
      piece.visitor().onIgnored();
      return;
    }
    byte[] raw = bytes(content.get().body());
    piece.budget().take(raw.length);
    String name = piece.name(number);
    if (piece.isTooLarge(name, raw.length)) {
      return;
    }
    Optional<String> http = Optional.ofNullable(content.get().type().parameters().get("charset"));
    Extras extras = facts(content.get().record());
    Position next = piece.start().at(number, offset);
    if (isPage) {
      PlainText.page(piece, name, raw, http, extras, next);
    } else {
      PlainText.text(piece, name, raw, http, extras, next);
    }
  }

  private byte[] bytes(MessageBody body) throws IOException {
    try (InputStream in = body.stream()) {
      return in.readNBytes(piece.settings().rawBytesMax() + 1);
    } catch (RuntimeException e) {
      throw new IOException("content cannot be decoded", e);
    }
  }

  private static Extras facts(WarcTargetRecord record) throws IOException {
    try {
      var extras = new Extras().put(Extras.URL, record.target());
      record.headers().first("WARC-Date").ifPresent(date -> extras.put(Extras.DATE, date));
      record
          .headers()
          .first("WARC-Payload-Digest")
          .ifPresent(digest -> extras.put(Extras.DIGEST, digest));
      return extras;
    } catch (RuntimeException e) {
      throw new IOException("headers cannot be read", e);
    }
  }

  private static String label(MediaType type) {
    return (type.type() + "/" + type.subtype()).toLowerCase(Locale.ROOT);
  }
}
