// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.model.MillraceException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PackRunTest {
  private static final Mixture ALL = new Mixture(Map.of(), 1, 0);

  private final Path folder;

  PackRunTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private PackRun.Outcome run(Tokenizer tokenizer, Kept kept, PackSettings settings, String out)
      throws IOException {
    return run(tokenizer, kept, settings, out, "store");
  }

  private PackRun.Outcome run(
      Tokenizer tokenizer, KeptDocuments kept, PackSettings settings, String out, String store)
      throws IOException {
    try (TokenStore open = TokenStore.open(folder.resolve(store), tokenizer)) {
      return new PackRun(tokenizer, open, line -> {}).run(kept, settings, folder.resolve(out));
    }
  }

  private Map<String, String> contents(String out) throws IOException {
    var contents = new TreeMap<String, String>();
    for (Path file : Folders.files(folder.resolve(out))) {
      contents.put(
          String.valueOf(file.getFileName()), HexFormat.of().formatHex(Files.readAllBytes(file)));
    }
    return contents;
  }

  @ParameterizedTest
  @EnumSource
  void givenSameDocuments_whenExportedAnyway_thenSameBytes(PackFormat format) throws IOException {
    var settings = new PackSettings(format, Packing.BEST_FIT, 256, 5, ALL);
    Kept kept = Kept.random(1, 400, 300, "a", "b");

    run(new ByteTokenizer(), kept, settings, "one");
    run(new ByteTokenizer(), kept, settings, "two");
    run(new ByteTokenizer(), kept.shuffled(2), settings, "three", "another store");

    assertThat(contents("two")).isEqualTo(contents("one")).containsKey("manifest.json");
    assertThat(contents("three")).isEqualTo(contents("one"));
  }

  @Test
  void givenOtherLengthSeedAndWeights_whenPacked_thenNothingIsTokenisedAgain() throws IOException {
    var tokenizer = new ByteTokenizer();
    Kept kept = Kept.random(1, 400, 300, "a", "b");
    run(tokenizer, kept, new PackSettings(PackFormat.NPY, Packing.BEST_FIT, 256, 5, ALL), "one");
    assertThat(tokenizer.encoded()).isEqualTo(400);

    var mixture = new Mixture(Map.of("a", 1.0, "b", 3.0), 2, 0);
    PackRun.Outcome outcome =
        run(
            tokenizer,
            kept,
            new PackSettings(PackFormat.PARQUET, Packing.CONCATENATE, 64, 6, mixture),
            "two");

    assertThat(tokenizer.encoded()).isEqualTo(400);
    assertThat(outcome.tokenised()).isZero();
    assertThat(outcome.figures().sequences()).isPositive();
  }

  @Test
  void givenExport_whenFiguresAreCounted_thenTheyAddUp() throws IOException {
    var settings = new PackSettings(PackFormat.NPY, Packing.CONCATENATE, 100, 5, ALL);
    Kept kept = Kept.random(1, 400, 300, "a", "b");
    long tokens = kept.documents().stream().mapToLong(d -> d.text().length() + 1).sum();

    PackFigures figures = run(new ByteTokenizer(), kept, settings, "one").figures();

    assertThat(figures.tokens()).isEqualTo(tokens);
    assertThat(figures.documents()).isEqualTo(400);
    assertThat(figures.sequences()).isEqualTo((tokens + 99) / 100);
    assertThat(figures.padding()).isEqualTo(figures.sequences() * 100 - tokens);
    assertThat(figures.cut()).isPositive().isLessThan(400);
    assertThat(figures.sources()).extracting(PackFigures.Source::source).containsExactly("a", "b");
    assertThat(figures.sources())
        .allSatisfy(
            s -> {
              assertThat(s.tokensTaken()).isEqualTo(s.tokens());
              assertThat(s.documentsTaken()).isEqualTo(s.documents());
            });
  }

  @Test
  void givenExport_whenItsManifestIsRead_thenFilesAreAsItSays() throws Exception {
    var settings =
        new PackSettings(
            PackFormat.MEGATRON,
            Packing.BEST_FIT,
            100,
            5,
            new Mixture(Map.of("a", 1.0, "b", 3.0), 2, 0));
    run(new ByteTokenizer(), Kept.random(1, 50, 300, "a", "b"), settings, "one");

    JsonNode manifest = new ObjectMapper().readTree(folder.resolve("one/manifest.json").toFile());

    assertThat(manifest.path("files")).hasSize(3);
    for (JsonNode file : manifest.path("files")) {
      byte[] bytes = Files.readAllBytes(folder.resolve("one").resolve(file.path("name").asText()));
      assertThat(file.path("bytes").asLong()).isEqualTo(bytes.length);
      assertThat(file.path("sha256").asText())
          .isEqualTo(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)));
    }
    assertThat(manifest.path("tokenizer").path("definitionHash").asText()).hasSize(64);
    assertThat(manifest.path("recipeHash").asText()).isEqualTo("ab12");
    assertThat(manifest.path("positions").path(0).asText()).isEqualTo("0:0-17");
    assertThat(manifest.path("packing").toString())
        .isEqualTo(
            "{\"mode\":\"best-fit\",\"length\":100,\"seed\":5,\"weights\":{\"a\":1.0,\"b\":3.0},"
                + "\"epochs\":2.0,\"tokensMax\":0}");
  }

  @Test
  void givenPathThatExists_whenExported_thenRefusedAndLeftAlone() throws IOException {
    Files.createDirectories(folder.resolve("one"));
    Files.writeString(folder.resolve("one/mine.txt"), "mine");
    var settings = new PackSettings(PackFormat.NPY, Packing.BEST_FIT, 100, 5, ALL);
    Kept kept = Kept.random(1, 5, 30, "a");

    assertThatThrownBy(() -> run(new ByteTokenizer(), kept, settings, "one"))
        .isInstanceOf(MillraceException.class)
        .hasMessageContainingAll("path exists", "never changed");
    assertThatThrownBy(() -> run(new ByteTokenizer(), kept, settings, "no/such"))
        .isInstanceOf(MillraceException.class)
        .hasMessageContaining("make it first");

    assertThat(contents("one")).containsOnlyKeys("mine.txt");
  }

  @Test
  void givenRunThatWasKilled_whenRunAgain_thenWhole() throws IOException {
    Files.createDirectories(folder.resolve("one.part"));
    Files.writeString(folder.resolve("one.part/tokens.npy"), "half");
    Files.writeString(folder.resolve("one.part/_lock"), "");
    var settings = new PackSettings(PackFormat.NPY, Packing.BEST_FIT, 100, 5, ALL);

    run(new ByteTokenizer(), Kept.random(1, 5, 30, "a"), settings, "one");

    assertThat(contents("one")).containsOnlyKeys("index.jsonl.zst", "manifest.json", "tokens.npy");
    assertThat(folder.resolve("one.part")).doesNotExist();
  }

  @Test
  void givenDocumentsThatFailHalfway_whenRun_thenNoFolderButTheirTokensStay() throws IOException {
    var settings = new PackSettings(PackFormat.NPY, Packing.BEST_FIT, 100, 5, ALL);
    Kept kept = Kept.random(1, 50, 30, "a");
    var tokenizer = new ByteTokenizer();
    var broken =
        new KeptDocuments() {
          @Override
          public List<String> positions() {
            return List.of();
          }

          @Override
          public String recipeHash() {
            return "";
          }

          @Override
          public void forEach(Visitor visitor) throws IOException {
            for (Document document : kept.documents().subList(0, 20)) {
              visitor.document(document);
            }
            throw new UncheckedIOException(new IOException("connection lost"));
          }
        };

    assertThatThrownBy(() -> run(tokenizer, broken, settings, "one", "store"))
        .hasMessageContaining("connection lost");
    assertThat(Folders.files(folder)).containsExactly(folder.resolve("store"));

    assertThat(run(tokenizer, kept, settings, "one").tokenised()).isEqualTo(30);
  }

  @Test
  void givenFailureWhileFilesAreWritten_whenRun_thenNoFolderIsLeft() throws IOException {
    var settings = new PackSettings(PackFormat.JSONL_ZST, Packing.DOCUMENTS, 0, 5, ALL);
    var left = new ArrayList<Path>();
    Tokenizer bytes = new ByteTokenizer();
    var failing =
        new Tokenizer() {
          @Override
          public String name() {
            return bytes.name();
          }

          @Override
          public int vocabularySize() {
            return bytes.vocabularySize();
          }

          @Override
          public String definitionHash() {
            return bytes.definitionHash();
          }

          @Override
          public int endOfDocument() {
            return bytes.endOfDocument();
          }

          @Override
          public Encoder encoder() {
            return bytes.encoder();
          }

          @Override
          public String decode(int[] ids, int from, int to) {
            left.add(folder.resolve("one.part"));
            throw new IllegalStateException("no text");
          }

          @Override
          public void close() {}
        };

    assertThatThrownBy(() -> run(failing, Kept.random(1, 5, 30, "a"), settings, "one"))
        .hasMessage("no text");

    assertThat(left).isNotEmpty();
    assertThat(Folders.files(folder)).containsExactly(folder.resolve("store"));
  }

  @Test
  void givenSettingsThatDoNotFit_whenMade_thenRefused() {
    assertThatThrownBy(() -> new PackSettings(PackFormat.NPY, Packing.DOCUMENTS, 0, 0, ALL))
        .hasMessageContainingAll("format does not fit", "parquet");
    assertThatThrownBy(() -> new PackSettings(PackFormat.PARQUET, Packing.DOCUMENTS, 9, 0, ALL))
        .hasMessageContaining("--length");
    assertThatThrownBy(() -> new PackSettings(PackFormat.NPY, Packing.BEST_FIT, 7, 0, ALL))
        .hasMessageContaining("8 to 1048576");
  }
}
