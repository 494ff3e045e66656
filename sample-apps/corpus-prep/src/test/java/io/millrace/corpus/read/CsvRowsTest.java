// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.read;

import static io.millrace.corpus.read.InputFiles.write;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvRowsTest {
  private final Path root;

  CsvRowsTest(@TempDir Path temp) {
    this.root = temp.resolve("in");
  }

  @Test
  void givenTable_whenRead_thenTextColumnIsTheTextAndOthersAreFacts() throws IOException {
    write(
        root.resolve("a.csv"),
        String.join(
            "\r\n",
            "id,text,URL,Score (x),text",
            "7,\"one, \"\"two\"\"\nthree\",http://e.org/,0.5,other",
            "",
            ",plain,,,",
            ""));

    Found found = Found.in(root);

    assertThat(found.problems).isEmpty();
    assertThat(found.lines()).containsExactly("in|a.csv#7|one, \"two\"\nthree", "in|a.csv#2|plain");
    assertThat(found.documents.get(0).fields())
        .isEqualTo(
            Map.of(
                "url", "http://e.org/",
                "meta_id", "7",
                "meta_score__x_", "0.5",
                "meta_text", "other"));
    assertThat(found.documents.get(1).fields()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {",", ";", "\t", "|"})
  void givenAnySeparator_whenRead_thenColumnsAreFound(String separator) throws IOException {
    write(root.resolve("a.csv"), "\uFEFFtext" + separator + "x\none" + separator + "1\n");

    Document document = Found.in(root).only();

    assertThat(document.text()).isEqualTo("one");
    assertThat(document.fields()).isEqualTo(Map.of("meta_x", "1"));
  }

  @Test
  void givenOtherCharset_whenRead_thenDecoded() throws IOException {
    String text = "Die Größe der Straße ist ein Maß, das wir nicht überschätzen dürfen.";
    write(root.resolve("a.csv"), ("text;n\n" + text + ";1").getBytes(StandardCharsets.ISO_8859_1));
    write(root.resolve("b.csv"), ("\uFEFFtext,n\n" + text).getBytes(StandardCharsets.UTF_16LE));

    assertThat(Found.in(root).lines())
        .containsExactly("in|a.csv#1|" + text, "in|b.csv#1|Die Größe der Straße ist ein Maß");
  }

  @Test
  void givenBadRowsAndTables_whenRead_thenEachIsReportedAndTheRestIsRead() throws IOException {
    write(root.resolve("a.csv"), "x,text\n1,good\n2\n3,bin\0ary\n4,good too\n5,\"never closed\n");
    write(root.resolve("b.csv"), "a,b\n1,2\n");
    write(root.resolve("c.csv"), "text\n\"" + "x".repeat(CsvRows.ROW_LENGTH_MAX + 100_000));
    write(root.resolve("d.csv"), "");

    Found found = Found.in(root);

    assertThat(found.lines()).containsExactly("in|a.csv#1|good", "in|a.csv#4|good too");
    assertThat(found.problemLines())
        .satisfiesExactly(
            p -> assertThat(p).startsWith("a.csv#2 UNREADABLE row of 1 columns (expected: 2)"),
            p -> assertThat(p).startsWith("a.csv#3 NOT_TEXT"),
            p -> assertThat(p).startsWith("a.csv UNREADABLE").contains("EOF"),
            p -> assertThat(p).contains("b.csv", "no column \"text\"", "a, b", "--text-field"),
            p -> assertThat(p).contains("c.csv", "row longer than"));
  }

  @Test
  void givenAnotherTextName_whenRead_thenThatColumnAndAnotherProducer() throws IOException {
    Path file = write(root.resolve("a.csv"), "text,body\nno,yes\n");
    ReadSettings settings = ReadSettings.defaults().withTextName("body");

    assertThat(Found.in(settings, root).lines()).containsExactly("in|a.csv#1|yes");
    assertThat(DocumentReader.of(java.util.List.of(file), settings).list().producer())
        .isNotEqualTo(DocumentReader.of(java.util.List.of(file)).list().producer());
  }
}
