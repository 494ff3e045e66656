// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.corpus.document.DocumentId;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenStoreTest {
  /** A file of the first version: documents 1-2 of no token, 3-4 of 1, 200 and 70000. */
  private static final String GOLDEN =
      "4d52544f4b454e314bf5122f344554c53bde2ebb8cd2b7e3d1600ad631c385a5d7cce23c7785459a"
          + "250000000f000000538ddf1372da8659"
          + "0203060000000000000001000000000000000200000000000000030000000000000004"
          + "000328b52ffd200631000001c801f0a204"
          + "0000000000000000000000000000000001000000";

  private final ByteTokenizer tokenizer = new ByteTokenizer();

  private final Path root;

  TokenStoreTest(@TempDir Path root) {
    this.root = root;
  }

  private static TokenBuffer tokens(int... ids) {
    var buffer = new TokenBuffer();
    buffer.addAll(ids, 0, ids.length);
    return buffer;
  }

  private static int[] read(TokenStore store, int number) throws IOException {
    var into = new TokenBuffer();
    store.read(number, 0, store.tokens(number), into);
    return into.toArray();
  }

  private List<Path> files() throws IOException {
    try (var all = Files.walk(root)) {
      return all.filter(f -> f.toString().endsWith(".mrt")).sorted().toList();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void givenDocumentsOfManyRuns_whenReopened_thenAllAreThereAsTheyWere(long seed)
      throws IOException {
    var random = new Random(seed);
    var ids = new ArrayList<DocumentId>();
    var expected = new ArrayList<int[]>();
    for (int run = 0; run < 3; run++) {
      try (TokenStore store = TokenStore.open(root, tokenizer)) {
        assertThat(store.size()).isEqualTo(ids.size());
        for (int i = 0; i < 3_000; i++) {
          var id = new DocumentId(random.nextLong(), random.nextLong());
          int length = i == 17 ? 100_000 : random.nextInt(60);
          int[] document =
              random.ints(length, 0, random.nextBoolean() ? 1 << 7 : 1 << 18).toArray();
          ids.add(id);
          expected.add(document);
          assertThat(store.add(id, tokens(document))).isEqualTo(ids.size() - 1);
        }
        store.flush();
      }
    }

    try (TokenStore store = TokenStore.open(root, tokenizer)) {
      assertThat(files()).hasSize(3);
      assertThat(store.size()).isEqualTo(ids.size());
      for (int i = ids.size() - 1; i >= 0; i--) {
        assertThat(store.find(ids.get(i))).isEqualTo(i);
        assertThat(store.id(i)).isEqualTo(ids.get(i));
        assertThat(read(store, i)).isEqualTo(expected.get(i));
      }
      assertThat(store.find(new DocumentId(1, 2))).isNegative();
    }
  }

  @Test
  void givenPartOfADocument_whenRead_thenTheseTokensAreAppended() throws IOException {
    try (TokenStore store = TokenStore.open(root, tokenizer)) {
      store.add(new DocumentId(1, 1), tokens(9, 9, 9));
      int number = store.add(new DocumentId(1, 2), tokens(1, 2, 3, 4, 5));
      store.flush();
      TokenBuffer into = tokens(7);

      store.read(number, 1, 3, into);
      store.read(number, 5, 5, into);

      assertThat(into.toArray()).containsExactly(7, 2, 3);
    }
  }

  @Test
  void givenRunThatWasKilled_whenReopened_thenOnlyItsFileIsGone() throws IOException {
    try (TokenStore store = TokenStore.open(root, tokenizer)) {
      store.add(new DocumentId(1, 1), tokens(1));
      store.flush();
      store.add(new DocumentId(1, 2), tokens(2));
    }
    Path part = files().get(0).resolveSibling("tokens-000001.mrt.part");
    Files.write(part, new byte[] {1, 2, 3});

    try (TokenStore store = TokenStore.open(root, tokenizer)) {
      assertThat(store.find(new DocumentId(1, 1))).isZero();
      assertThat(store.find(new DocumentId(1, 2))).isNegative();
      assertThat(part).doesNotExist();
      store.add(new DocumentId(1, 2), tokens(2));
      store.flush();
      assertThat(read(store, 1)).containsExactly(2);
    }
  }

  @Test
  void givenOpenStore_whenOpenedAgain_thenBusy() throws IOException {
    try (TokenStore store = TokenStore.open(root, tokenizer)) {
      assertThat(store.size()).isZero();
      assertThatThrownBy(() -> TokenStore.open(root, tokenizer))
          .isInstanceOfSatisfying(
              MillraceException.class, e -> assertThat(e.kind()).isEqualTo(Kind.BUSY));
    }
  }

  private Path small() throws IOException {
    try (TokenStore store = TokenStore.open(root, tokenizer)) {
      store.add(new DocumentId(1, 2), tokens());
      store.add(new DocumentId(3, 4), tokens(1, 200, 70_000));
      store.flush();
    }
    return files().get(0);
  }

  private void readAll() throws IOException {
    try (TokenStore store = TokenStore.open(root, tokenizer)) {
      for (int i = 0; i < store.size(); i++) {
        read(store, i);
      }
    }
  }

  @Test
  void givenEveryFlippedOrMissingByte_whenRead_thenRefused() throws IOException {
    Path file = small();
    byte[] whole = Files.readAllBytes(file);
    for (int i = 0; i < whole.length; i++) {
      byte[] flipped = whole.clone();
      flipped[i] ^= 0x10;
      Files.write(file, flipped);
      assertThatThrownBy(this::readAll).as("byte %s flipped", i).satisfies(this::isCorrupt);

      Files.write(file, java.util.Arrays.copyOf(whole, i));
      assertThatThrownBy(this::readAll).as("only %s bytes", i).satisfies(this::isCorrupt);
    }
    Files.write(file, java.util.Arrays.copyOf(whole, whole.length + 1));
    assertThatThrownBy(this::readAll).satisfies(this::isCorrupt);

    Files.write(file, whole);
    readAll();
  }

  private void isCorrupt(Throwable failure) {
    assertThat(failure)
        .isInstanceOfSatisfying(
            MillraceException.class,
            e -> {
              assertThat(e.kind()).isEqualTo(Kind.CORRUPT);
              assertThat(e).hasMessageContainingAll("tokens-000000.mrt", "delete the file");
            });
  }

  @Test
  void givenFileOfTheFirstVersion_whenRead_thenItsDocumentsAreThere() throws IOException {
    Path file = small();
    Files.write(file, HexFormat.of().parseHex(GOLDEN));

    try (TokenStore store = TokenStore.open(root, tokenizer)) {
      assertThat(store.size()).isEqualTo(2);
      assertThat(read(store, store.find(new DocumentId(1, 2)))).isEmpty();
      assertThat(read(store, store.find(new DocumentId(3, 4)))).containsExactly(1, 200, 70_000);
    }
  }
}
