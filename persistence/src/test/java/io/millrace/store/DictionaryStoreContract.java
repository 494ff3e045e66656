// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.millrace.codec.Dictionary;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every {@link DictionaryStore} promises. Each test works on jobs of its own. */
public interface DictionaryStoreContract {
  /** What a trial might have found. */
  DictionaryTrial TRIAL = new DictionaryTrial(7, 1_000_000, 90_000, 60_000, 5, 6, 7, 8);

  /** The stores under test; the same ones at every call. */
  Stores stores();

  private DictionaryStore dictionaries() {
    return stores().dictionaries();
  }

  private static Dictionary dictionary(long seed, int size) {
    var bytes = new byte[size];
    new Random(seed).nextBytes(bytes);
    return Dictionary.of(ByteString.copyFrom(bytes));
  }

  private static DictionaryEntry entry(Dictionary of, String column, long trainedAtMs) {
    return new DictionaryEntry(
        of.id(), column, of.bytes().size(), trainedAtMs, DictionaryEntry.IN_FORCE, TRIAL);
  }

  @Test
  default void givenDictionaries_whenFound_thenTheSameBytes() {
    var job = UUID.randomUUID();
    for (int size : new int[] {1, 1_000, Dictionary.BYTES_MAX}) {
      var dictionary = dictionary(size, size);
      Stages.get(dictionaries().put(job, entry(dictionary, "value", 1), dictionary));

      assertThat(Stages.get(dictionaries().find(job, dictionary.id()))).contains(dictionary);
    }
  }

  @Test
  default void givenNoSuchDictionary_whenFound_thenEmpty() {
    var job = UUID.randomUUID();
    var dictionary = dictionary(1, 100);
    Stages.get(dictionaries().put(job, entry(dictionary, "value", 1), dictionary));

    assertThat(Stages.get(dictionaries().find(UUID.randomUUID(), dictionary.id()))).isEmpty();
    assertThat(Stages.get(dictionaries().find(job, dictionary.id() ^ 1))).isEmpty();
    assertThat(Stages.get(dictionaries().list(UUID.randomUUID()))).isEmpty();
  }

  @Test
  default void givenDictionary_whenPutAgain_thenWhatWasSaidOfItStays() {
    var job = UUID.randomUUID();
    var dictionary = dictionary(1, 100);
    var first = entry(dictionary, "value", 17);
    Stages.get(dictionaries().put(job, first, dictionary));
    Stages.get(dictionaries().put(job, entry(dictionary, "key", 18), dictionary));

    assertThat(Stages.get(dictionaries().list(job))).containsExactly(first);
  }

  @Test
  default void givenEntryOfAnother_whenPut_thenRefused() {
    var dictionary = dictionary(1, 100);
    var other = entry(dictionary(2, 100), "value", 1);
    var shorter = dictionary(1, 99);

    assertThatThrownBy(() -> dictionaries().put(UUID.randomUUID(), other, dictionary))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected: " + dictionary.id());
    assertThatThrownBy(
            () -> dictionaries().put(UUID.randomUUID(), entry(shorter, "value", 1), dictionary))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  default void givenVersionsOfColumns_whenListed_thenByColumnAndTime() {
    var job = UUID.randomUUID();
    var dictionaries = List.of(dictionary(1, 50), dictionary(2, 60), dictionary(3, 70));
    var late = entry(dictionaries.get(0), "value", 300);
    var early = entry(dictionaries.get(1), "value", 20);
    var key = entry(dictionaries.get(2), "field text", 999);
    Stages.get(dictionaries().put(job, late, dictionaries.get(0)));
    Stages.get(dictionaries().put(job, key, dictionaries.get(2)));
    Stages.get(dictionaries().put(job, early, dictionaries.get(1)));

    assertThat(Stages.get(dictionaries().list(job))).containsExactly(key, early, late);
  }

  @Test
  default void givenDictionary_whenRetired_thenTheFirstTimeCountsAndItStaysReadable() {
    var job = UUID.randomUUID();
    var dictionary = dictionary(1, 100);
    var entry = entry(dictionary, "value", 17);
    Stages.get(dictionaries().put(job, entry, dictionary));

    Stages.get(dictionaries().retire(job, dictionary.id(), 40));
    Stages.get(dictionaries().retire(job, dictionary.id(), 50));
    Stages.get(dictionaries().retire(job, dictionary.id() ^ 1, 50));

    assertThat(Stages.get(dictionaries().list(job))).containsExactly(entry.retired(40));
    assertThat(Stages.get(dictionaries().find(job, dictionary.id()))).contains(dictionary);
  }

  @Test
  default void givenDictionaries_whenTheirJobIsErased_thenTheyAreGoneAndOthersStay() {
    var job = UUID.randomUUID();
    var other = UUID.randomUUID();
    for (int i = 0; i < 10; i++) {
      var dictionary = dictionary(i, 100);
      Stages.get(dictionaries().put(job, entry(dictionary, "value", i), dictionary));
    }
    var kept = dictionary(3, 100);
    Stages.get(dictionaries().put(other, entry(kept, "value", 1), kept));
    Stages.get(dictionaries().retire(job, dictionary(4, 100).id(), 5));

    assertThat(Stages.get(stores().erasure().eraseDictionaries(job))).isEqualTo(10);
    assertThat(Stages.get(stores().erasure().eraseDictionaries(job))).isZero();

    assertThat(Stages.get(dictionaries().list(job))).isEmpty();
    assertThat(Stages.get(dictionaries().find(job, kept.id()))).isEmpty();
    assertThat(Stages.get(dictionaries().find(other, kept.id()))).contains(kept);
  }
}
