// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.read;

import static io.millrace.corpus.read.InputFiles.gzip;
import static io.millrace.corpus.read.InputFiles.utf8;
import static io.millrace.corpus.read.InputFiles.write;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WarcRecordsTest {
  private static final String SENTENCE = "Die Straße ist größer als früher.";

  private final Path root;

  WarcRecordsTest(@TempDir Path temp) {
    this.root = temp.resolve("in");
  }

  private static WarcFiles crawl(boolean isGzipped) throws IOException {
    byte[] latin = WarcFiles.page("Straße", SENTENCE).getBytes(Charset.forName("ISO-8859-1"));
    return new WarcFiles(isGzipped)
        .request("http://example.org/a")
        .response("http://example.org/a", 200, "text/html;charset=iso-8859-1", latin)
        .response("http://example.org/gone", 404, "text/html", utf8("<p>gone</p>"))
        .response("http://example.org/p.png", 200, "image/png", new byte[] {1, 2, 3})
        .response(
            "http://example.org/b",
            200,
            "text/plain",
            gzip(utf8("plain text")),
            "Content-Encoding",
            "gzip")
        .resource("file:///notes.txt", "text/plain", utf8("a resource"))
        .conversion("http://example.org/c", "a conversion");
  }

  @Test
  void givenCrawl_whenRead_thenPagesAndTextsWithTheirFacts() throws IOException {
    write(root.resolve("a.warc"), crawl(false).bytes());

    Found found = Found.in(root);

    assertThat(found.problems).isEmpty();
    assertThat(found.documents)
        .extracting(Document::path)
        .containsExactly("a.warc#3", "a.warc#6", "a.warc#7", "a.warc#8");
    String page = found.documents.get(0).text();
    assertThat(page).startsWith("Straße\n\n" + SENTENCE).doesNotContain("Home", "Imprint");
    assertThat(found.documents.get(0).fields())
        .isEqualTo(
            Map.of(
                "url", "http://example.org/a",
                "title", "Straße",
                "date", "2026-01-02T03:04:05Z",
                "digest", "sha1:ABCDEFGH",
                "charset", "windows-1252"));
    assertThat(found.documents.subList(1, 4))
        .extracting(Document::text)
        .containsExactly("plain text", "a resource", "a conversion");
    assertThat(found.ignored).as("warcinfo, request, 404, picture").isEqualTo(4);
  }

  @Test
  void givenCrawlCompressedInEveryWay_whenRead_thenTheSame() throws IOException {
    byte[] plain = crawl(false).bytes();
    List<String> expected = Found.in(write(root.resolve("1/a.warc"), plain)).lines();

    Path members = write(root.resolve("2/a.warc.gz"), crawl(true).bytes());
    Path whole = write(root.resolve("3/a.warc.gz"), gzip(plain));
    Path zstd = write(root.resolve("4/a.warc.zst"), InputFiles.zstd(plain));

    for (Path file : List.of(members, whole, zstd)) {
      String name = String.valueOf(file.getFileName());
      assertThat(Found.in(file).lines())
          .as(file.toString())
          .isEqualTo(expected.stream().map(line -> line.replace("a.warc", name)).toList());
    }
  }

  @Test
  void givenContentThatIsNotWhatItSays_whenRead_thenOnlyThatRecordIsReported() throws IOException {
    byte[] crawl =
        new WarcFiles(true)
            .response(
                "http://example.org/1",
                200,
                "text/plain",
                utf8("no gzip"),
                "Content-Encoding",
                "gzip")
            .response("http://example.org/2", 200, "text/plain", utf8("bin\0ary"))
            .response("http://example.org/3", 200, "text/plain", new byte[9 << 20])
            .response("http://example.org/4", 200, "text/plain", utf8("good"))
            .bytes();
    write(root.resolve("a.warc.gz"), crawl);

    Found found = Found.in(root);

    assertThat(found.lines()).containsExactly("in|a.warc.gz#5|good");
    assertThat(found.problems)
        .extracting(p -> p.path() + " " + p.kind())
        .containsExactly("a.warc.gz#2 UNREADABLE", "a.warc.gz#3 NOT_TEXT", "a.warc.gz#4 TOO_LARGE");
  }

  @Test
  void givenFileThatEndsEarly_whenRead_thenReportedAfterTheRecordsBefore() throws IOException {
    // Within the last record: its length varies with its random id, and is more than twice as much.
    byte[] whole = crawl(true).bytes();
    write(root.resolve("a.warc.gz"), Arrays.copyOf(whole, whole.length - 100));
    write(root.resolve("b.warc"), "no WARC file at all\r\n\r\n");

    Found found = Found.in(root);

    assertThat(found.documents)
        .extracting(Document::path)
        .startsWith("a.warc.gz#3", "a.warc.gz#6")
        .hasSizeLessThan(4);
    assertThat(found.problems)
        .extracting(Problem::kind)
        .hasSizeGreaterThanOrEqualTo(2)
        .containsOnly(Problem.Kind.UNREADABLE);
  }

  @Test
  void givenEarlierRecordsThatAreDamaged_whenReadBehindThem_thenNotLookedAt() throws IOException {
    Path file = write(root.resolve("a.warc.gz"), crawl(true).bytes());
    Found found = Found.in(root);
    Document second = found.documents.get(1);
    byte[] damaged = java.nio.file.Files.readAllBytes(file);
    Arrays.fill(damaged, 0, (int) second.position().offset(), (byte) 0);
    write(file, damaged);

    assertThat(Found.behind(second, root).lines()).isEqualTo(found.lines().subList(2, 4));
  }
}
