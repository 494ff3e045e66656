// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.read;

import static io.millrace.corpus.read.InputFiles.gzip;
import static io.millrace.corpus.read.InputFiles.utf8;
import static io.millrace.corpus.read.InputFiles.write;
import static io.millrace.corpus.read.InputFiles.zip;
import static io.millrace.corpus.read.InputFiles.zstd;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.model.MillraceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that was killed goes on where it was, in every format. */
class ReadBehindTest {
  private static final String LINES =
      """
      {"text":"one","id":7}

      {broken
      {"text":"two","url":"u"}\r
      {"text":"three"}""";
  private static final String TABLE = "text,id\n\"a\nb\",1\n\n\"c\"\"d\",2\nbin\0ary,3\ne,4";

  private final Path temp;
  private final Path root;

  ReadBehindTest(@TempDir Path temp) {
    this.temp = temp;
    this.root = temp.resolve("in");
  }

  private byte[] crawl(boolean isGzipped) throws IOException {
    return new WarcFiles(isGzipped)
        .response("http://e.org/1", 200, "text/html", utf8(WarcFiles.page("T", "One sentence.")))
        .request("http://e.org/1")
        .resource("http://e.org/2", "text/plain", utf8("a resource"))
        .conversion("http://e.org/3", "a conversion")
        .response("http://e.org/4", 200, "text/plain", utf8("bad"), "Content-Encoding", "gzip")
        .conversion("http://e.org/5", "another conversion")
        .bytes();
  }

  private void writeEveryFormat() throws IOException {
    write(root.resolve("a.txt"), "text");
    write(root.resolve("b.html.gz"), gzip(utf8("<p>page</p>")));
    write(root.resolve("c.jsonl"), LINES);
    write(root.resolve("d.jsonl.zst"), zstd(utf8(LINES)));
    write(root.resolve("e.csv"), TABLE);
    write(root.resolve("f.csv.gz"), gzip(utf8(TABLE)));
    write(root.resolve("g.warc"), crawl(false));
    write(root.resolve("h.warc.gz"), crawl(true));
    write(root.resolve("i.warc.zst"), zstd(crawl(false)));
    Path parquet =
        ParquetFiles.write(
            Files.createDirectories(temp.resolve("p")).resolve("x.parquet"),
            "select case when i % 7 = 3 then null else 'row ' || i end as text from range(4100)"
                + " t(i) where i < 20 or i > 4080 order by i",
            "compression snappy, row_group_size 15");
    write(root.resolve("j.parquet"), Files.readAllBytes(parquet));
    write(root.resolve("k.parquet.zst"), zstd(Files.readAllBytes(parquet)));
    write(
        root.resolve("l.zip"),
        zip("z.jsonl", LINES, "m.txt", "mid", "n.png", "no", "a.csv", TABLE));
    write(root.resolve("m.zip.gz"), gzip(zip("z.jsonl", LINES, "x.class", "no", "a.txt", "end")));
    write(root.resolve("n.jar"), zip("x.parquet", Files.readAllBytes(parquet)));
    write(root.resolve("o.txt.gz"), "damaged");
    write(root.resolve("p.txt"), "last");
  }

  @Test
  void givenEveryFormat_whenReadBehindAnyDocument_thenTheRestAndNothingElse() throws IOException {
    writeEveryFormat();
    Found all = Found.in(root);
    assertThat(all.documents).hasSizeGreaterThan(100);
    assertThat(all.problems).hasSizeGreaterThan(20);

    int document = 0;
    for (int i = 0; i < all.events.size(); i++) {
      String event = all.events.get(i);
      if (event.startsWith("problem ") || event.equals("ignored")) {
        continue;
      }
      Document last = all.documents.get(document++);
      assertThat(Found.behind(last, root).events)
          .as("behind %s, %s", last.path(), last.position())
          .isEqualTo(all.events.subList(i + 1, all.events.size()));
    }
    assertThat(document).isEqualTo(all.documents.size());
  }

  @Test
  void givenLinesThatAreDamagedBefore_whenReadBehindThem_thenNotLookedAt() throws IOException {
    Path file = write(root.resolve("a.jsonl"), LINES);
    Found all = Found.in(root);
    byte[] bytes = Files.readAllBytes(file);
    Arrays.fill(bytes, 0, (int) all.documents.get(1).position().offset(), (byte) 'x');
    write(file, bytes);

    assertThat(Found.behind(all.documents.get(1), root).lines())
        .containsExactly("in|a.jsonl#5|three");
  }

  @Test
  void givenEntriesThatAreDamagedBefore_whenReadBehindThem_thenNotOpened() throws IOException {
    String long1 = "first ".repeat(100);
    byte[] whole = zip("a.txt", long1, "b.jsonl", LINES);
    Path file = write(root.resolve("a.zip"), whole);
    Found all = Found.in(root);
    byte[] damaged = whole.clone();
    Arrays.fill(damaged, 36, 44, (byte) 0xFF);
    write(file, damaged);

    assertThat(Found.in(root).problems).as("from the start").isNotEmpty();
    assertThat(Found.behind(all.documents.get(1), root).events)
        .isEqualTo(all.events.subList(2, all.events.size()));
  }

  @Test
  void givenPositionOfAnotherInput_whenReadBehind_thenRefusedAndNothingIsTold() throws IOException {
    write(root.resolve("a.txt"), "text");
    var found = new Found();

    assertThatThrownBy(
            () ->
                DocumentReader.of(List.of(root))
                    .readBehind(new Position("in", "gone.txt", 0, 1, 0), found))
        .isInstanceOf(MillraceException.class)
        .hasMessageContaining("gone.txt");
    assertThat(found.events).isEmpty();
  }

  @Test
  void givenWhatIsNoPosition_whenParsed_thenRefused() {
    var position = new Position("in ä", "a\"b", 1, 2, 3);

    assertThat(Position.parse(position.json())).isEqualTo(position);
    for (String json :
        List.of("", "{}", "null", "[1]", "{\"source\":\"a\",\"path\":\"b\",\"record\":-1}")) {
      assertThatThrownBy(() -> Position.parse(json))
          .as(json)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("position");
    }
  }
}
