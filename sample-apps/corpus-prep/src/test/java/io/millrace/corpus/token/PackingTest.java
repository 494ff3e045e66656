// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.millrace.corpus.document.DocumentId;
import io.millrace.model.MillraceException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PackingTest {
  private static final Mixture ALL = new Mixture(Map.of(), 1, 0);

  private final TokenStore store;

  PackingTest(@TempDir Path root) throws IOException {
    this.store = TokenStore.open(root, new ByteTokenizer());
  }

  @AfterEach
  void close() throws IOException {
    store.close();
  }

  /** A piece of a document, by id. */
  private record Piece(DocumentId document, int from, int to) {}

  private Catalog catalog(Kept kept) throws IOException {
    var builder = new Catalog.Builder(store);
    var tokens = new TokenBuffer();
    Tokenizer.Encoder encoder = new ByteTokenizer().encoder();
    kept.forEach(
        document -> {
          int number = store.find(document.id());
          if (number < 0) {
            tokens.clear();
            encoder.encode(document.text(), tokens);
            number = store.add(document.id(), tokens);
          }
          builder.add(number, document.source(), document.quality());
        });
    return builder.build();
  }

  private static Blend blend(Catalog catalog, Mixture mixture, long seed) {
    return new Blend(catalog, mixture.budgets(catalog.sources(), catalog.tokensBySource()), seed);
  }

  private static List<List<Piece>> pack(
      Catalog catalog, Packing packing, int length, long seed, Mixture mixture) throws IOException {
    var settings = new PackSettings(PackFormat.JSONL_ZST, packing, length, seed, mixture);
    var sequences = new ArrayList<List<Piece>>();
    new Packer(catalog, blend(catalog, mixture, seed), settings)
        .forEach(plan -> sequences.add(pieces(catalog, plan)));
    return sequences;
  }

  private static List<Piece> pieces(Catalog catalog, SequencePlan plan) {
    var pieces = new ArrayList<Piece>();
    for (int i = 0; i < plan.size(); i++) {
      pieces.add(new Piece(catalog.id(plan.document(i)), plan.from(i), plan.to(i)));
    }
    return pieces;
  }

  private static int tokens(List<Piece> sequence) {
    return sequence.stream().mapToInt(p -> p.to - p.from).sum();
  }

  private static Map<DocumentId, Integer> lengths(Catalog catalog) {
    var lengths = new HashMap<DocumentId, Integer>();
    for (int i = 0; i < catalog.size(); i++) {
      lengths.put(catalog.id(i), catalog.length(i));
    }
    return lengths;
  }

  /** Each token of each document must be there so often. */
  private static void assertCovered(Catalog catalog, List<List<Piece>> sequences, int times) {
    Map<DocumentId, Integer> lengths = lengths(catalog);
    var covered = new HashMap<DocumentId, int[]>();
    lengths.forEach((id, length) -> covered.put(id, new int[length]));
    for (List<Piece> sequence : sequences) {
      for (Piece piece : sequence) {
        int[] counts = covered.getOrDefault(piece.document, new int[0]);
        for (int i = piece.from; i < piece.to; i++) {
          counts[i]++;
        }
      }
    }
    covered.forEach(
        (id, counts) ->
            assertThat(counts)
                .as(id.toString())
                .containsOnly(times)
                .hasSize(lengths.getOrDefault(id, -1)));
  }

  @ParameterizedTest
  @CsvSource({"1,1", "2,37", "3,200", "4,1000", "5,2000"})
  void givenAnyDocuments_whenPacked_thenEachTokenIsThereOnceAndNoSequenceIsTooLong(
      long seed, int count) throws IOException {
    var random = new Random(seed);
    Catalog catalog = catalog(Kept.random(seed, count, 1 + random.nextInt(400), "a", "b"));
    int length = 8 + random.nextInt(300);

    for (Packing packing : List.of(Packing.BEST_FIT, Packing.CONCATENATE)) {
      List<List<Piece>> sequences = pack(catalog, packing, length, seed, ALL);

      assertCovered(catalog, sequences, 1);
      assertThat(sequences).allSatisfy(s -> assertThat(tokens(s)).isBetween(1, length));
    }
    List<List<Piece>> whole = pack(catalog, Packing.DOCUMENTS, 0, seed, ALL);
    assertCovered(catalog, whole, 1);
    assertThat(whole).hasSize(count).allSatisfy(s -> assertThat(s).hasSize(1));
  }

  @Test
  void givenDocumentsThatFit_whenPackedByBestFit_thenNoneIsCutAndLittleIsPadded()
      throws IOException {
    Catalog catalog = catalog(Kept.random(7, 5_000, 500, "a"));
    int length = 1024;

    List<List<Piece>> sequences = pack(catalog, Packing.BEST_FIT, length, 1, ALL);

    Map<DocumentId, Integer> lengths = lengths(catalog);
    assertThat(sequences)
        .allSatisfy(
            s ->
                assertThat(s)
                    .allSatisfy(
                        p -> {
                          assertThat(p.from).isZero();
                          assertThat(lengths).containsEntry(p.document, p.to);
                        }));
    long tokens = sequences.stream().mapToLong(PackingTest::tokens).sum();
    long least = (tokens + length - 1) / length;
    assertThat(sequences.size()).isLessThanOrEqualTo((int) (least * 1.005) + 1);
  }

  @Test
  void givenKnownLengths_whenPackedByBestFit_thenEachGoesWhereItLeavesLeastRoom()
      throws IOException {
    // With the token that ends each: 8, 6, 4, 3, 2, 2 of 10.
    var documents = new ArrayList<KeptDocuments.Document>();
    for (String text : List.of("1234567", "12345", "123", "12", "1", "2")) {
      documents.add(Kept.document("a", text, 1));
    }
    Catalog catalog = catalog(new Kept(documents));

    List<List<Piece>> sequences = pack(catalog, Packing.BEST_FIT, 10, 3, ALL);

    assertThat(sequences)
        .extracting(s -> s.stream().map(p -> p.to).sorted().toList())
        .containsExactlyInAnyOrder(List.of(2, 8), List.of(4, 6), List.of(2, 3));
  }

  @Test
  void givenSmallWindows_whenPackedByBestFit_thenNothingIsLost() throws IOException {
    var random = new Random(5);
    var window = new BestFit(64, 9, 100);
    var given = new ArrayList<String>();
    var taken = new ArrayList<String>();
    SequencePlan.Taker taker =
        plan -> {
          assertThat(plan.tokens()).isBetween(1, 64);
          for (int i = 0; i < plan.size(); i++) {
            taken.add(plan.document(i) + ":" + plan.from(i) + "-" + plan.to(i));
          }
        };
    for (int i = 0; i < 1_050; i++) {
      if (window.isFull()) {
        window.flush(taker);
      }
      int from = random.nextInt(1_000);
      int to = from + 1 + random.nextInt(64);
      window.add(i, from, to);
      given.add(i + ":" + from + "-" + to);
    }
    window.flush(taker);
    window.flush(taker);

    assertThat(taken).containsExactlyInAnyOrderElementsOf(given);
  }

  @Test
  void givenSeed_whenPacked_thenOrderHangsOnItAndNotOnHowDocumentsCame() throws IOException {
    Kept kept = Kept.random(3, 500, 100, "a", "b", "c");
    Catalog catalog = catalog(kept);
    Catalog other = catalog(kept.shuffled(8));
    for (Packing packing : List.of(Packing.BEST_FIT, Packing.CONCATENATE)) {
      List<List<Piece>> sequences = pack(catalog, packing, 128, 1, ALL);

      assertThat(pack(other, packing, 128, 1, ALL)).isEqualTo(sequences);
      assertThat(pack(catalog, packing, 128, 2, ALL)).isNotEqualTo(sequences);
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {2, 3})
  void givenEpochs_whenPacked_thenEachDocumentIsThereSoOftenAndAllBeforeAnyAgain(double epochs)
      throws IOException {
    Catalog catalog = catalog(Kept.random(4, 300, 50, "a"));

    List<List<Piece>> sequences =
        pack(catalog, Packing.DOCUMENTS, 0, 1, new Mixture(Map.of(), epochs, 0));

    assertCovered(catalog, sequences, (int) epochs);
    for (int epoch = 0; epoch < epochs; epoch++) {
      List<List<Piece>> part = sequences.subList(epoch * 300, (epoch + 1) * 300);
      assertThat(new HashSet<>(part)).hasSize(300);
    }
    assertThat(sequences.subList(0, 300)).isNotEqualTo(sequences.subList(300, 600));
  }

  @Test
  void givenWeights_whenPacked_thenEverySourceHasItsShareAtEveryPlace() throws IOException {
    Catalog catalog = catalog(Kept.random(6, 3_000, 40, "books", "code", "web"));
    var mixture = new Mixture(Map.of("books", 5.0, "code", 1.0, "web", 2.0), 4, 0);
    var shares = Map.of("books", 5 / 8.0, "code", 1 / 8.0, "web", 2 / 8.0);
    var tokens = new HashMap<String, Long>();
    long[] all = {0};

    blend(catalog, mixture, 1)
        .forEach(
            document -> {
              int length = catalog.length(document);
              all[0] += length;
              tokens.merge(
                  catalog.sources().get(catalog.sourceOf(document)), (long) length, Long::sum);
              shares.forEach(
                  (source, share) ->
                      assertThat((double) tokens.getOrDefault(source, 0L))
                          .isCloseTo(share * all[0], within(120.0)));
            });

    long[] has = catalog.tokensBySource();
    double most = Double.MAX_VALUE;
    for (int i = 0; i < has.length; i++) {
      most = Math.min(most, 4 * has[i] / shares.getOrDefault(catalog.sources().get(i), 0.0));
    }
    assertThat((double) all[0]).isCloseTo(most, within(120.0));
  }

  @Test
  void givenTokensMax_whenPacked_thenNotMoreIsTaken() throws IOException {
    Catalog catalog = catalog(Kept.random(6, 1_000, 40, "a", "b"));

    List<List<Piece>> sequences =
        pack(catalog, Packing.DOCUMENTS, 0, 1, new Mixture(Map.of(), 1, 5_000));

    assertThat(sequences.stream().mapToInt(PackingTest::tokens).sum()).isCloseTo(5_000, within(60));
  }

  @Test
  void givenWeightOf0_whenPacked_thenSourceIsLeftOut() throws IOException {
    Catalog catalog = catalog(Kept.random(6, 300, 40, "a", "b"));

    long[] budgets =
        new Mixture(Map.of("a", 1.0, "b", 0.0), 1, 0)
            .budgets(catalog.sources(), catalog.tokensBySource());

    assertThat(budgets).containsExactly(catalog.tokensBySource()[0], 0);
  }

  @Test
  void givenWeightsThatDoNotFit_whenPacked_thenRefusedWithTheWayOut() throws IOException {
    Catalog catalog = catalog(Kept.random(6, 300, 40, "a", "b"));

    assertRefused(catalog, new Mixture(Map.of("a", 1.0), 1, 0), "source=b", "0 to leave one out");
    assertRefused(
        catalog, new Mixture(Map.of("a", 1.0, "b", 1.0, "c", 1.0), 1, 0), "--weight=c", "[a, b]");
    assertRefused(catalog, new Mixture(Map.of("a", 0.0, "b", 0.0), 1, 0), "all weights are 0");
    assertRefused(catalog, new Mixture(Map.of(), 1, 1L << 40), "too few tokens", "--epochs");
    assertThatThrownBy(() -> new Mixture(Map.of("a", -1.0), 1, 0))
        .hasMessage("--weight a: -1.0 (expected: 0 or more)");
    assertThatThrownBy(() -> new Mixture(Map.of(), Double.NaN, 0)).hasMessageContaining("--epochs");
  }

  private static void assertRefused(Catalog catalog, Mixture mixture, String... parts) {
    assertThatThrownBy(() -> mixture.budgets(catalog.sources(), catalog.tokensBySource()))
        .isInstanceOf(MillraceException.class)
        .hasMessageContainingAll(parts);
  }

  @Test
  void givenDocumentThatComesTwice_whenCatalogued_thenRefused() throws IOException {
    Kept once = Kept.random(1, 3, 10, "a");
    var twice = new ArrayList<>(once.documents());
    twice.add(once.documents().get(1));

    assertThatThrownBy(() -> catalog(new Kept(twice))).hasMessageContaining("kept twice");
  }

  @Test
  void givenIdsWithOneFirstHalf_whenCatalogued_thenInOrderOfTheSecond() throws IOException {
    var documents = new ArrayList<KeptDocuments.Document>();
    for (long low : new long[] {5, -3, 9, 0}) {
      documents.add(
          new KeptDocuments.Document(new DocumentId(7, low), "a", "text " + low, Double.NaN));
    }

    Catalog catalog = catalog(new Kept(documents));

    assertThat(List.of(0, 1, 2, 3))
        .extracting(i -> catalog.id(i).low())
        .containsExactly(-3L, 0L, 5L, 9L);
  }

  @Test
  void givenNoDocument_whenPacked_thenNoSequence() throws IOException {
    Catalog catalog = catalog(new Kept(List.of()));
    for (Packing packing : List.of(Packing.BEST_FIT, Packing.CONCATENATE)) {
      assertThat(pack(catalog, packing, 128, 1, ALL)).isEmpty();
    }
  }
}
