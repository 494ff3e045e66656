// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.store.DictionaryEntry;
import io.millrace.store.JobEntry;
import io.millrace.store.Stores;
import io.millrace.store.memory.InMemoryStores;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Dictionaries from a real node's training to its recovery. */
@Timeout(180)
class DictionaryTest {
  private final Stores stores = new InMemoryStores();
  private final Parcels parcels = new Parcels();

  private TestNode node() {
    return TestNode.start(Parcels.SETTINGS, stores, Parcels.JOB, Parcels.OTHER);
  }

  private List<DictionaryEntry> dictionaries() {
    JobEntry entry = Parcels.entry(stores, Parcels.JOB);
    return stores.dictionaries().list(entry.id()).toCompletableFuture().join();
  }

  @Test
  void givenSmallValues_whenWritten_thenBlocksNameADictionaryAndAreReadInEveryWay() {
    try (TestNode node = node()) {
      parcels.writeUntilNamed(node, stores);

      parcels.assertThere(node, Parcels.JOB);
      assertThat(dictionaries()).extracting(DictionaryEntry::column).contains("value");
    }
    assertThat(Parcels.damages(stores, Parcels.JOB)).isEmpty();

    try (TestNode again = node()) {
      parcels.assertThere(again, Parcels.JOB);
      parcels.write(again, Parcels.JOB);
      parcels.assertThere(again, Parcels.JOB);
    }
    assertThat(Parcels.damages(stores, Parcels.JOB)).isEmpty();
  }

  @Test
  void givenNodeWithoutTraining_whenItTakesOver_thenBlocksThatNameOneAreRead() {
    try (TestNode node = node()) {
      parcels.writeUntilNamed(node, stores);
    }

    try (TestNode plain =
        TestNode.start("millrace.dictionary.enabled = false", stores, Parcels.JOB)) {
      parcels.assertThere(plain, Parcels.JOB);
      parcels.write(plain, Parcels.JOB);
    }
    assertThat(Parcels.damages(stores, Parcels.JOB)).isEmpty();
  }

  @Test
  void givenLostDictionary_whenTheNodeStartsAgain_thenNamedAndOtherJobsGoOn() {
    try (TestNode node = node()) {
      parcels.writeUntilNamed(node, stores);
      parcels.write(node, Parcels.OTHER);
    }
    int id = Parcels.named(stores, 0).get(0);
    JobEntry entry = Parcels.entry(stores, Parcels.JOB);
    stores.erasure().eraseDictionaries(entry.id()).toCompletableFuture().join();

    try (TestNode node = node()) {
      assertThatThrownBy(() -> node.get("parcels", parcels.someKey(Parcels.JOB)))
          .hasMessageContaining("partition is corrupt")
          .hasMessageContaining("dictionary is missing")
          .hasMessageContaining("job=" + entry.id())
          .hasMessageContaining("repair the table");
      parcels.assertThere(node, Parcels.OTHER);
      parcels.write(node, Parcels.OTHER);
    }
    assertThat(Parcels.damages(stores, Parcels.JOB))
        .isNotEmpty()
        .allSatisfy(damage -> assertThat(damage).contains("dictionary is missing"))
        .anySatisfy(damage -> assertThat(damage).contains("dictionary=" + id));
    assertThat(Parcels.damages(stores, Parcels.OTHER)).isEmpty();
  }
}
