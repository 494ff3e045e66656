// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.read;

import static io.millrace.corpus.read.InputFiles.gzip;
import static io.millrace.corpus.read.InputFiles.utf8;
import static io.millrace.corpus.read.InputFiles.write;
import static io.millrace.corpus.read.InputFiles.zip;
import static io.millrace.corpus.read.InputFiles.zstd;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files that are damaged or made to do harm cost their documents, never the run. */
@Timeout(120)
class DamageTest {
  private static final int MIB = 1 << 20;
  private static final int ROUNDS = 50;

  private final Path temp;
  private final Path root;

  DamageTest(@TempDir Path temp) {
    this.temp = temp;
    this.root = temp.resolve("in");
  }

  /** May expand to 1 MiB and 10 times its size. */
  private static ReadSettings tight() {
    return new ReadSettings("text", 8 << 20, 10, MIB, 256 << 20, 64 << 20);
  }

  @Test
  void givenLinesThatExpandTooFar_whenRead_thenStoppedAndTheRestIsRead() throws IOException {
    String line = "{\"text\":\"" + "x".repeat(1_000) + "\"}\n";
    write(root.resolve("a.jsonl.gz"), gzip(utf8(line.repeat(100_000))));
    write(root.resolve("b.jsonl.zst"), zstd(utf8(line.repeat(100_000))));
    write(root.resolve("c.csv.gz"), gzip(utf8("text\n" + "x\n".repeat(20 * MIB))));
    write(root.resolve("d.txt"), "good");

    Found found = Found.in(tight(), root);

    assertThat(found.problems)
        .extracting(Problem::path)
        .containsExactly("a.jsonl.gz", "b.jsonl.zst", "c.csv.gz");
    assertThat(found.problems)
        .allSatisfy(problem -> assertThat(problem.reason()).contains("expands to more than"));
    assertThat(found.lines()).endsWith("in|d.txt|good");
  }

  @Test
  void givenArchiveOfManyEntriesThatExpand_whenRead_thenStoppedWithOneProblem() throws IOException {
    var out = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(out)) {
      for (int i = 0; i < 1_000; i++) {
        zip.putNextEntry(new ZipEntry("e%04d.txt".formatted(i)));
        zip.write(new byte[100_000]);
        zip.closeEntry();
      }
    }
    write(root.resolve("a.zip"), out.toByteArray());
    write(root.resolve("b.zip.gz"), gzip(out.toByteArray()));

    Found found = Found.in(tight(), root);

    assertThat(found.problems).filteredOn(p -> p.reason().contains("expands")).hasSize(2);
    assertThat(found.problems).hasSizeLessThan(100);
  }

  @Test
  void givenParquetThatExpandsTooFar_whenRead_thenStopped() throws IOException {
    Files.createDirectories(root);
    ParquetFiles.write(
        root.resolve("a.parquet"),
        "select repeat('x', 100000) || i as text from range(300) t(i)",
        "compression zstd");
    ReadSettings small = new ReadSettings("text", 8 << 20, 2, MIB, 256 << 20, MIB);

    assertThat(Found.in(small, root).problemLines())
        .singleElement()
        .asString()
        .contains("expands to more than");
  }

  @Test
  void givenParquetTooLargeToLayOut_whenRead_thenReported() throws IOException {
    Files.createDirectories(root);
    Path file =
        ParquetFiles.write(
            root.resolve("a.parquet"),
            "select md5(i::text) as text from range(100000) t(i)",
            "compression uncompressed");
    write(root.resolve("b.parquet.gz"), gzip(Files.readAllBytes(file)));
    Files.delete(file);

    assertThat(Found.in(tight().withTextName("text"), root).documents).hasSize(100_000);
    ReadSettings small = new ReadSettings("text", 8 << 20, 250, MIB, 256 << 20, MIB);
    assertThat(Found.in(small, root).problemLines())
        .singleElement()
        .asString()
        .contains("laid out on disk");
  }

  private Map<String, byte[]> files() throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    String lines = "{\"text\":\"one\"}\n{\"text\":\"two\"}\n".repeat(20);
    byte[] crawl =
        new WarcFiles(false)
            .response("http://e.org/1", 200, "text/html", utf8(WarcFiles.page("T", "Sentence.")))
            .response(
                "http://e.org/2",
                200,
                "text/plain",
                gzip(utf8("plain")),
                "Content-Encoding",
                "gzip")
            .conversion("http://e.org/3", "a conversion")
            .bytes();
    files.put("a.jsonl", utf8(lines));
    files.put("a.jsonl.gz", gzip(utf8(lines)));
    files.put("a.jsonl.zst", zstd(utf8(lines)));
    files.put("a.csv", utf8("text,id\n\"a\nb\",1\nc,2\n".repeat(20)));
    files.put("a.warc", crawl);
    files.put("a.warc.gz", gzip(crawl));
    files.put("a.zip", zip("b.jsonl", lines, "c.html", "<p>page</p>"));
    files.put("a.zip.gz", gzip(zip("b.jsonl", lines, "c.html", "<p>page</p>")));
    files.put("a.html", utf8(WarcFiles.page("T", "Sentence.")));
    for (String codec : new String[] {"uncompressed", "snappy", "gzip", "zstd", "lz4_raw"}) {
      Path file =
          ParquetFiles.write(
              temp.resolve(codec + ".parquet"),
              "select 'row ' || i % 50 as text, i as id, 'x' as url from range(500) t(i)",
              "compression " + codec + ", parquet_version " + (codec.equals("zstd") ? "v2" : "v1"));
      files.put(codec + ".parquet", Files.readAllBytes(file));
    }
    return files;
  }

  private static byte[] damaged(byte[] whole, Random random) {
    byte[] bytes = whole.clone();
    if (random.nextInt(3) == 0) {
      return Arrays.copyOf(bytes, random.nextInt(bytes.length));
    }
    for (int flips = 1 + random.nextInt(8); flips > 0; flips--) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    return bytes;
  }

  @Test
  void givenDamagedFileOfAnyFormat_whenRead_thenTheNextFileIsReadAllTheSame() throws IOException {
    var random = new Random(7);
    for (Map.Entry<String, byte[]> file : files().entrySet()) {
      Path folder = root.resolve(file.getKey());
      write(folder.resolve("zzz.txt"), "the next file");
      for (int round = 0; round < ROUNDS; round++) {
        write(folder.resolve(file.getKey()), damaged(file.getValue(), random));

        Found found = Found.in(folder);

        assertThat(found.events.get(found.events.size() - 1))
            .as("%s, round %d", file.getKey(), round)
            .isEqualTo(file.getKey() + "|zzz.txt|the next file{}");
      }
    }
  }
}
