// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.cold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.millrace.model.KeyState;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.millrace.partition.ColdKeys;
import io.millrace.partition.StateSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RocksColdStoreTest {
  private final Path folder;

  RocksColdStoreTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private StateSettings settings() {
    return new StateSettings(1 << 20, 1 << 30, 8 << 20, folder);
  }

  private static KeyState key(int number, Random random) {
    byte[] state = new byte[random.nextInt(300)];
    random.nextBytes(state);
    boolean present = random.nextBoolean();
    return new KeyState(
        ByteString.copyFromUtf8("k" + number),
        present,
        present ? ByteString.copyFrom(state) : ByteString.EMPTY,
        random.nextInt(1000),
        random.nextInt(5));
  }

  private static Map<ByteString, KeyState> walk(ColdKeys.Frozen frozen) {
    var seen = new HashMap<ByteString, KeyState>();
    for (KeyState key = frozen.next(); key != null; key = frozen.next()) {
      assertThat(seen.put(key.key(), key)).as("once").isNull();
    }
    return seen;
  }

  @Test
  void anyChanges_equalAMapAndAWalkShowsWhatWasFrozen() {
    try (var store = RocksColdStore.open(settings());
        ColdKeys keys = store.openKeys();
        ColdKeys others = store.openKeys()) {
      others.put(key(1, new Random(9)));
      for (long seed = 0; seed < 20; seed++) {
        var random = new Random(seed);
        var model = new HashMap<ByteString, KeyState>();
        change(keys, model, random);
        var expected = new HashMap<>(model);
        try (ColdKeys.Frozen frozen = keys.freeze()) {
          change(keys, model, random);
          for (int i = 0; i < random.nextInt(4); i++) {
            KeyState aside = key(1_000 + i, random);
            frozen.putAside(aside);
            expected.put(aside.key(), aside);
          }
          assertThat(walk(frozen)).as("seed %s", seed).isEqualTo(expected);
        }
        assertThat(keys.get(ByteString.copyFromUtf8("k1000"))).as("only aside").isNull();
        try (ColdKeys.Frozen frozen = keys.freeze()) {
          assertThat(walk(frozen)).isEqualTo(model);
        }
        keys.clear();
        try (ColdKeys.Frozen frozen = keys.freeze()) {
          assertThat(walk(frozen)).isEmpty();
        }
      }
      assertThat(others.get(ByteString.copyFromUtf8("k1"))).isEqualTo(key(1, new Random(9)));
    }
  }

  private static void change(ColdKeys keys, Map<ByteString, KeyState> model, Random random) {
    for (int i = 0; i < 300; i++) {
      KeyState key = key(random.nextInt(100), random);
      switch (random.nextInt(3)) {
        case 0 -> {
          keys.put(key);
          model.put(key.key(), key);
        }
        case 1 -> {
          keys.remove(key.key());
          model.remove(key.key());
        }
        default -> assertThat(keys.get(key.key())).isEqualTo(model.get(key.key()));
      }
    }
  }

  @Test
  void givenClosedKeys_whenUsed_thenUnavailableAndOthersGoOn() {
    try (var store = RocksColdStore.open(settings());
        ColdKeys others = store.openKeys()) {
      ColdKeys keys = store.openKeys();
      KeyState one = key(1, new Random(1));
      keys.put(one);
      ColdKeys.Frozen frozen = keys.freeze();

      keys.close();

      assertUnavailable(() -> keys.get(one.key()));
      assertUnavailable(() -> keys.put(one));
      assertUnavailable(frozen::next);
      frozen.close();
      keys.close();
      others.put(one);
      assertThat(others.get(one.key())).isEqualTo(one);
    }
  }

  @Test
  void givenStoreClosed_whenKeysAreUsed_thenUnavailableAndNothingIsLeftOnDisk() throws IOException {
    ColdKeys keys;
    KeyState one = key(1, new Random(1));
    try (var store = RocksColdStore.open(settings())) {
      keys = store.openKeys();
      keys.put(one);
      keys.freeze();
    }

    assertUnavailable(() -> keys.get(one.key()));
    assertThat(files()).isEmpty();
  }

  @Test
  void givenTwoNodes_whenBothUseTheFolder_thenEachHasItsOwnAndADeadOnesIsSwept()
      throws IOException {
    Path dead = Files.createDirectories(folder.resolve("node-7").resolve("data"));
    Files.writeString(dead.resolve("000001.sst"), "left by a node that was killed");
    try (var one = RocksColdStore.open(settings());
        var two = RocksColdStore.open(settings());
        ColdKeys ofOne = one.openKeys();
        ColdKeys ofTwo = two.openKeys()) {
      KeyState key = key(1, new Random(1));
      ofOne.put(key);

      ColdFolder.sweep(folder);

      assertThat(dead).doesNotExist();
      assertThat(ofOne.get(key.key())).isEqualTo(key);
      assertThat(ofTwo.get(key.key())).isNull();
    }
  }

  @Test
  void givenFolderThatIsAFile_whenOpened_thenUnavailableNamesIt() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");

    assertThatThrownBy(
            () -> RocksColdStore.open(new StateSettings(1 << 20, 1 << 30, 8 << 20, file)))
        .isInstanceOfSatisfying(
            MillraceException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE))
        .hasMessageContaining(file.toString());
  }

  /** Files that hold data. */
  private Stream<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(f -> Files.isRegularFile(f) && !f.endsWith("lock")).toList().stream();
    }
  }

  private static void assertUnavailable(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            MillraceException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE));
  }
}
