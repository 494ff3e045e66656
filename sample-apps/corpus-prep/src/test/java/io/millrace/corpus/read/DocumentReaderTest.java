// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.read;

import static io.millrace.corpus.read.InputFiles.gzip;
import static io.millrace.corpus.read.InputFiles.utf8;
import static io.millrace.corpus.read.InputFiles.write;
import static io.millrace.corpus.read.InputFiles.zip;
import static io.millrace.corpus.read.InputFiles.zstd;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DocumentReaderTest {
  private final Path temp;
  private final Path root;

  DocumentReaderTest(@TempDir Path temp) {
    this.temp = temp;
    this.root = temp.resolve("in");
  }

  @Test
  void givenCorruptGzip_whenRead_thenReportedAndTheRestIsRead() throws IOException {
    byte[] whole = gzip(utf8("a text that is long enough to be cut in the middle".repeat(50)));
    write(root.resolve("a.txt.gz"), Arrays.copyOf(whole, whole.length / 2));
    write(root.resolve("b.txt.gz"), "no gzip at all");
    write(root.resolve("c.txt.zst"), "no zstd at all");
    write(root.resolve("d.jar"), "no zip at all");
    write(root.resolve("e.zip.gz"), gzip(utf8("no zip at all")));
    write(root.resolve("f.txt"), "good");

    Found found = Found.in(root);

    assertThat(found.lines()).containsExactly("in|f.txt|good");
    assertThat(found.problems)
        .extracting(problem -> problem.source() + "|" + problem.path())
        .containsExactly("in|a.txt.gz", "in|b.txt.gz", "in|c.txt.zst", "in/d.jar|", "in/e.zip.gz|");
    assertThat(found.problems)
        .allSatisfy(
            problem -> {
              assertThat(problem.kind()).isEqualTo(Problem.Kind.UNREADABLE);
              assertThat(problem.reason()).isNotBlank();
            });
  }

  @Test
  void givenInputAndLinkThatLeadNowhere_whenRead_thenReportedAndTheRestIsRead() throws IOException {
    Path good = write(root.resolve("b.txt"), "good");
    Files.createSymbolicLink(root.resolve("a.txt"), temp.resolve("nowhere"));

    Found found = Found.in(temp.resolve("missing"), root, good);

    assertThat(found.lines()).containsExactly("in|b.txt|good", "b.txt|b.txt|good");
    assertThat(found.problems)
        .extracting(Problem::source, Problem::path, Problem::kind)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("missing", "", Problem.Kind.UNREADABLE),
            org.assertj.core.groups.Tuple.tuple("in", "a.txt", Problem.Kind.UNREADABLE));
  }

  @Test
  void givenEveryFormat_whenRead_thenEachDocumentIsFound() throws IOException {
    write(root.resolve("LICENSE"), "licence");
    write(root.resolve("NOTICE-2.0"), "notice");
    write(root.resolve("a.md"), "md");
    write(root.resolve("b.properties"), "properties");
    write(root.resolve("c.proto"), "proto");
    write(root.resolve("d.txt"), "txt");
    write(root.resolve("e.txt.gz"), gzip(utf8("gz")));
    write(root.resolve("f.txt.zst"), zstd(utf8("zst")));
    write(root.resolve("g.jsonl"), "{\"text\":\"one\",\"id\":7}\n\n{\"text\":\"two\"}");
    write(root.resolve("h.jsonl.zst"), zstd(utf8("{\"text\":\"3\",\"path\":\"p/3\"}\n")));
    write(root.resolve("i.jar"), zip("z.txt", "last", "META-INF/MANIFEST.MF", "manifest"));
    write(root.resolve("j.zip.gz"), gzip(zip("n.txt", "inner", "x.class", "code")));
    write(root.resolve("k.zip"), zip("l.jsonl", "{\"text\":\"deep\"}", "nested.jar", "no"));

    Found found = Found.in(root);

    assertThat(found.problems).isEmpty();
    assertThat(found.lines())
        .containsExactly(
            "in|LICENSE|licence",
            "in|NOTICE-2.0|notice",
            "in|a.md|md",
            "in|b.properties|properties",
            "in|c.proto|proto",
            "in|d.txt|txt",
            "in|e.txt.gz|gz",
            "in|f.txt.zst|zst",
            "in|g.jsonl#7|one",
            "in|g.jsonl#3|two",
            "in|h.jsonl.zst#p/3|3",
            "in/i.jar|META-INF/MANIFEST.MF|manifest",
            "in/i.jar|z.txt|last",
            "in/j.zip.gz|n.txt|inner",
            "in/k.zip|l.jsonl#1|deep");
    assertThat(found.ignored).isEqualTo(2);
  }

  @Test
  void givenFolders_whenRead_thenByNameAtEachLevelAndHiddenOnesLeftOut() throws IOException {
    write(root.resolve("b/2.txt"), "b2");
    write(root.resolve("b/10.txt"), "b10");
    write(root.resolve("a/x/deep.txt"), "deep");
    write(root.resolve("c.txt"), "c");
    write(root.resolve(".git/config"), "hidden");
    write(root.resolve("picture.png"), "png");

    Found found = Found.in(root);

    assertThat(found.documents)
        .extracting(Document::path)
        .containsExactly("a/x/deep.txt", "b/10.txt", "b/2.txt", "c.txt");
    assertThat(found.ignored).isEqualTo(2);
  }

  @Test
  void givenDocumentOverTheLimit_whenRead_thenReportedAsTooLarge() throws IOException {
    int limit = DocumentReader.DOCUMENT_BYTES_MAX;
    write(root.resolve("a.txt"), "x".repeat(limit));
    write(root.resolve("b.txt"), "x".repeat(limit + 1));
    write(root.resolve("c.txt.gz"), gzip(new byte[50 << 20]));

    Found found = Found.in(root);

    assertThat(found.documents).extracting(Document::path).containsExactly("a.txt");
    assertThat(found.problems)
        .extracting(Problem::path, Problem::kind)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("b.txt", Problem.Kind.TOO_LARGE),
            org.assertj.core.groups.Tuple.tuple("c.txt.gz", Problem.Kind.TOO_LARGE));
  }

  @Test
  void givenBadLines_whenRead_thenEachIsReportedAndTheRestIsRead() throws IOException {
    String tooLong = "{\"text\":\"" + "x".repeat(JsonLines.LINE_BYTES_MAX) + "\"}";
    write(
        root.resolve("a.jsonl"),
        String.join("\n", "{broken", "{\"text\":5}", "[]", tooLong, "{\"text\":\"good\"}\r", ""));

    Found found = Found.in(root);

    assertThat(found.lines()).containsExactly("in|a.jsonl#5|good");
    assertThat(found.problems)
        .extracting(problem -> problem.path() + " " + problem.kind())
        .containsExactly(
            "a.jsonl#1 UNREADABLE",
            "a.jsonl#2 UNREADABLE",
            "a.jsonl#3 UNREADABLE",
            "a.jsonl#4 TOO_LARGE");
  }

  @Test
  void givenTwoInputsOfOneName_whenRead_thenSourcesDiffer() throws IOException {
    Path one = write(temp.resolve("1/a.txt"), "one");
    Path two = write(temp.resolve("2/a.txt"), "two");

    assertThat(Found.in(one, two).lines())
        .containsExactly("a.txt|a.txt|one", "a.txt~2|a.txt~2|two");
  }

  @Test
  void givenListing_whenNameSizeTimeOrEntryChanges_thenAnotherProducer() throws IOException {
    Path text = write(root.resolve("a.txt"), "text");
    Path jar = write(root.resolve("b.jar"), zip("x.txt", "one"));
    Files.setLastModifiedTime(text, FileTime.fromMillis(1_000));
    String first = producer();

    assertThat(producer()).isEqualTo(first);
    Files.setLastModifiedTime(jar, FileTime.fromMillis(2_000));
    assertThat(producer()).as("an archive goes by its entries").isEqualTo(first);
    write(jar, zip("x.txt", "two"));
    assertThat(producer()).as("entry of the same size").isNotEqualTo(first);
    write(jar, zip("x.txt", "one"));
    assertThat(producer()).isEqualTo(first);
    Files.setLastModifiedTime(text, FileTime.fromMillis(3_000));
    assertThat(producer()).as("file of the same size").isNotEqualTo(first);
    assertThat(DocumentReader.of(List.of(root)).list().entries()).isEqualTo(2);
  }

  private String producer() {
    return DocumentReader.of(List.of(root)).list().producer();
  }
}
