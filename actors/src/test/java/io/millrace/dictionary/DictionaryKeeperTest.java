// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.dictionary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import io.millrace.block.BlockDecoder;
import io.millrace.block.BlockHeader;
import io.millrace.block.BlockLimits;
import io.millrace.block.ColumnKind;
import io.millrace.block.EncodedBody;
import io.millrace.codec.Codec;
import io.millrace.codec.Codecs;
import io.millrace.codec.Dictionary;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.millrace.store.Backoff;
import io.millrace.store.DictionaryEntry;
import io.millrace.store.DictionaryStore;
import io.millrace.store.JobDictionaries;
import io.millrace.store.Stages;
import io.millrace.store.Timers;
import io.millrace.store.memory.InMemoryStores;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class DictionaryKeeperTest {
  private static final long SAMPLE = 256 << 10;

  private final UUID job = UUID.randomUUID();
  private final SmallBlocks blocks = new SmallBlocks(job);
  private final UnsteadyStore store = new UnsteadyStore(new InMemoryStores().dictionaries());
  private final JobDictionaries cache = new JobDictionaries(store, 1 << 20);
  private long nowMs = 1_000;

  /** Lets calls that change something fail. */
  private static final class UnsteadyStore implements DictionaryStore {
    private final DictionaryStore store;
    private final AtomicInteger failures = new AtomicInteger();
    private int puts;

    UnsteadyStore(DictionaryStore store) {
      this.store = store;
    }

    @Override
    public CompletionStage<Void> put(UUID job, DictionaryEntry entry, Dictionary dictionary) {
      puts++;
      return failures.get() > 0 && failures.getAndDecrement() > 0
          ? CompletableFuture.failedFuture(
              MillraceException.of(Kind.UNAVAILABLE, "store is down, says the test"))
          : store.put(job, entry, dictionary);
    }

    @Override
    public CompletionStage<Optional<Dictionary>> find(UUID job, int id) {
      return store.find(job, id);
    }

    @Override
    public CompletionStage<List<DictionaryEntry>> list(UUID job) {
      return store.list(job);
    }

    @Override
    public CompletionStage<Void> retire(UUID job, int id, long atMs) {
      return store.retire(job, id, atMs);
    }
  }

  private static final Timers NO_PAUSE =
      new Timers() {
        @Override
        public CompletionStage<Void> pause(Duration duration) {
          return CompletableFuture.completedFuture(null);
        }

        @Override
        public long nanoTime() {
          return 0;
        }
      };

  private static DictionarySettings settings(String own) {
    return DictionarySettings.from(
        ConfigFactory.parseString(own)
            .atPath("millrace.dictionary")
            .withFallback(ConfigFactory.defaultReference())
            .resolve());
  }

  private DictionaryKeeper keeper(String own, Codec codec) {
    var settings = settings("sample-bytes = 256 KiB, dictionary-bytes = 8 KiB, " + own);
    var backoff =
        new Backoff(Duration.ofMillis(1), Duration.ofMillis(1), new SplittableRandom(1), NO_PAUSE);
    var check =
        new DictionaryCheck(
            store,
            cache,
            settings,
            new ColumnTraining(settings, 3, () -> 0),
            backoff,
            () -> ++nowMs);
    return new DictionaryKeeper(settings, codec, check, Runnable::run, () -> {});
  }

  private DictionaryKeeper keeper() {
    return keeper("", Codecs.byName("zstd"));
  }

  private int inForce(DictionaryKeeper keeper) {
    return keeper.inForce(job).codec(ColumnKind.VALUE, "").dictionaryId();
  }

  private List<DictionaryEntry> entries() {
    return Stages.get(store.list(job)).stream().filter(e -> e.column().equals("value")).toList();
  }

  @Test
  void givenSmallValuesAlike_whenEnoughIsWritten_thenBlocksNameAStoredDictionaryAndAreSmaller() {
    var keeper = keeper();
    var before = blocks.write(keeper, blocks.block(12, blocks::parcel));
    assertThat(inForce(keeper)).isZero();

    blocks.write(keeper, SAMPLE, blocks::parcel);
    var block = blocks.block(12, blocks::parcel);
    var after = blocks.write(keeper, block);

    int id = inForce(keeper);
    assertThat(id).isNotZero();
    assertThat(entries()).singleElement().extracting(DictionaryEntry::id).isEqualTo(id);
    assertThat(entries().get(0).trial().gain()).isGreaterThan(0.1);
    assertThat(after.bytes().size()).isLessThan(before.bytes().size() * 9 / 10);
    var stored = SmallBlocks.stored(block, after);
    var header = BlockHeader.decode(stored.header());
    assertThat(header.dictionaryIds()).contains(id);
    var named = Stages.get(new JobDictionaries(store, 0).of(List.of(stored)));
    assertThat(BlockDecoder.decode(header, stored.body(), BlockLimits.DEFAULT, named))
        .isEqualTo(block);
  }

  @Test
  void givenSmallValuesAlike_whenAnEighthOfASampleIsWritten_thenLookedAtAlready() {
    var keeper = keeper("dictionary-bytes = 1 KiB", Codecs.byName("zstd"));

    blocks.write(keeper, SAMPLE / 4, blocks::parcel);

    assertThat(inForce(keeper)).isNotZero();
  }

  @Test
  void givenNothingInCommon_whenMuchIsWritten_thenNoneIsAdopted() {
    var keeper = keeper();

    blocks.write(keeper, 3 * SAMPLE, blocks::noise);

    assertThat(inForce(keeper)).isZero();
    assertThat(entries()).isEmpty();
  }

  @Test
  void givenGainBelowTheSetting_whenMeasured_thenNotAdopted() {
    var keeper = keeper("adopt-gain = 0.9", Codecs.byName("zstd"));

    blocks.write(keeper, 3 * SAMPLE, blocks::parcel);

    assertThat(inForce(keeper)).isZero();
    assertThat(entries()).isEmpty();
  }

  @Test
  void givenStoreFails_whenTriedSoOften_thenPlanStaysAndTheNextCheckAdopts() {
    var keeper = keeper("store-attempts = 3", Codecs.byName("zstd"));
    store.failures.set(3);

    for (int i = 0; i < 16 && store.puts == 0; i++) {
      blocks.write(keeper, SAMPLE / 16, blocks::parcel);
    }
    assertThat(inForce(keeper)).isZero();
    assertThat(store.puts).isEqualTo(3);
    assertThat(entries()).isEmpty();

    blocks.write(keeper, 2 * SAMPLE, blocks::parcel);
    assertThat(inForce(keeper)).isNotZero();
    assertThat(entries()).hasSize(1);
  }

  @Test
  void givenStoreFailsForAMoment_whenTriedAgain_thenAdopted() {
    var keeper = keeper("store-attempts = 3", Codecs.byName("zstd"));
    store.failures.set(2);

    blocks.write(keeper, SAMPLE, blocks::parcel);

    assertThat(inForce(keeper)).isNotZero();
  }

  @Test
  void givenDictionaryInTheStore_whenAnotherNodeBegins_thenItsFirstBlocksNameIt() {
    var first = keeper();
    blocks.write(first, SAMPLE, blocks::parcel);
    var second = keeper();

    blocks.write(second, blocks.block(12, blocks::parcel));
    EncodedBody body = blocks.write(second, blocks.block(12, blocks::parcel));

    assertThat(inForce(second)).isEqualTo(inForce(first)).isNotZero();
    assertThat(body.columns()).anyMatch(column -> column.dictionaryId() == inForce(first));
  }

  @Test
  void givenOtherContent_whenStoredWorseThanMeasured_thenRetrainedAndTheOldVersionStays() {
    var keeper = keeper("check-every-bytes = 1 GiB", Codecs.byName("zstd"));
    blocks.write(keeper, SAMPLE, blocks::parcel);
    int first = inForce(keeper);

    blocks.write(keeper, 3 * SAMPLE, blocks::reading);
    blocks.write(keeper, 3 * SAMPLE, blocks::reading);

    int second = inForce(keeper);
    assertThat(second).isNotZero().isNotEqualTo(first);
    assertThat(entries()).extracting(DictionaryEntry::id).contains(first, second);
    assertThat(Stages.get(store.find(job, first))).isPresent();
  }

  @Test
  void givenDictionaryThatNoLongerPays_whenChecked_thenRetiredAndReadable() {
    var keeper = keeper();
    blocks.write(keeper, SAMPLE, blocks::parcel);
    int id = inForce(keeper);

    blocks.write(keeper, 8 * SAMPLE, blocks::noise);

    assertThat(inForce(keeper)).isZero();
    assertThat(entries()).singleElement().matches(DictionaryEntry::isRetired);
    assertThat(Stages.get(store.find(job, id))).isPresent();
    var next = keeper();
    blocks.write(next, blocks.block(12, blocks::parcel));
    assertThat(inForce(next)).isZero();
  }

  @Test
  void givenAsManyVersionsAsMayBe_whenContentChanges_thenNoFurtherOneIsTrained() {
    var keeper = keeper("versions-max = 1", Codecs.byName("zstd"));
    blocks.write(keeper, SAMPLE, blocks::parcel);
    assertThat(entries()).hasSize(1);

    blocks.write(keeper, 8 * SAMPLE, blocks::reading);

    assertThat(entries()).hasSize(1);
  }

  @Test
  void givenMoreJobsThanMayBe_whenOneComesBack_thenItLoadsWhatItHad() {
    var keeper = keeper("jobs-max = 1", Codecs.byName("zstd"));
    blocks.write(keeper, SAMPLE, blocks::parcel);
    int id = inForce(keeper);
    var other = new SmallBlocks(UUID.randomUUID());

    other.write(keeper, other.block(12, other::parcel));
    blocks.write(keeper, blocks.block(12, blocks::parcel));

    assertThat(inForce(keeper)).isEqualTo(id).isNotZero();
    assertThat(entries()).hasSize(1);
  }

  @Test
  void givenSwitchedOffOrAnotherCodec_whenMuchIsWritten_thenNone() {
    for (var keeper :
        List.of(
            keeper("enabled = false", Codecs.byName("zstd")), keeper("", Codecs.byName("lz4")))) {
      blocks.write(keeper, 2 * SAMPLE, blocks::parcel);

      assertThat(inForce(keeper)).isZero();
    }
    assertThat(entries()).isEmpty();
  }

  @Test
  void givenSettingsOutOfRange_whenRead_thenNamed() {
    for (var wrong :
        List.of(
            "sample-bytes = 1 KiB",
            "dictionary-bytes = 2 MiB",
            "adopt-gain = 0.95",
            "retrain-drift = 0",
            "check-every-bytes = 1 MiB",
            "versions-max = 0",
            "jobs-max = 0",
            "store-attempts = 0")) {
      String key = wrong.substring(0, wrong.indexOf(' '));
      assertThatThrownBy(() -> settings(wrong))
          .hasMessageContaining("millrace.dictionary." + key)
          .hasMessageContaining("expected: ");
    }
  }
}
