// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.read;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.channels.Channels;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.netpreserve.jwarc.HttpRequest;
import org.netpreserve.jwarc.HttpResponse;
import org.netpreserve.jwarc.MediaType;
import org.netpreserve.jwarc.WarcCompression;
import org.netpreserve.jwarc.WarcConversion;
import org.netpreserve.jwarc.WarcRequest;
import org.netpreserve.jwarc.WarcResource;
import org.netpreserve.jwarc.WarcResponse;
import org.netpreserve.jwarc.WarcWriter;
import org.netpreserve.jwarc.Warcinfo;

/** Makes what a crawler would store. */
final class WarcFiles {
  static final Instant TIME = Instant.parse("2026-01-02T03:04:05Z");

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final WarcWriter writer;

  WarcFiles(boolean isGzipped) throws IOException {
    writer =
        new WarcWriter(
            Channels.newChannel(out), isGzipped ? WarcCompression.GZIP : WarcCompression.NONE);
    writer.write(new Warcinfo.Builder().fields(Map.of("software", List.of("test"))).build());
  }

  WarcFiles response(String url, int status, String type, byte[] body, String... headers)
      throws IOException {
    var http = new HttpResponse.Builder(status, "as asked");
    for (int i = 0; i < headers.length; i += 2) {
      http.addHeader(headers[i], headers[i + 1]);
    }
    http.body(MediaType.parse(type), body);
    writer.write(
        new WarcResponse.Builder(URI.create(url))
            .date(TIME)
            .payloadDigest("sha1", "ABCDEFGH")
            .body(http.build())
            .build());
    return this;
  }

  WarcFiles request(String url) throws IOException {
    writer.write(
        new WarcRequest.Builder(URI.create(url))
            .date(TIME)
            .body(new HttpRequest.Builder("GET", "/").build())
            .build());
    return this;
  }

  WarcFiles resource(String url, String type, byte[] body) throws IOException {
    writer.write(
        new WarcResource.Builder(URI.create(url))
            .date(TIME)
            .body(MediaType.parse(type), body)
            .build());
    return this;
  }

  WarcFiles conversion(String url, String text) throws IOException {
    writer.write(
        new WarcConversion.Builder()
            .addHeader("WARC-Target-URI", url)
            .date(TIME)
            .body(MediaType.PLAIN_TEXT, InputFiles.utf8(text))
            .build());
    return this;
  }

  /** The page that a response may have, with text that stays. */
  static String page(String title, String sentence) {
    return "<html><head><title>"
        + title
        + "</title></head><body><nav><a href='/'>Home</a></nav><p>"
        + (sentence + " ").repeat(12).strip()
        + "</p><footer>Imprint</footer></body></html>";
  }

  byte[] bytes() throws IOException {
    writer.close();
    return out.toByteArray();
  }
}
