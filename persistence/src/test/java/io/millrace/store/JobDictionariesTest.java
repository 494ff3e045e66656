// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.millrace.block.Block;
import io.millrace.block.BlockDecoder;
import io.millrace.block.BlockEncoder;
import io.millrace.block.BlockHeader;
import io.millrace.block.BlockLimits;
import io.millrace.block.ColumnKind;
import io.millrace.block.ColumnPlan;
import io.millrace.codec.Dictionaries;
import io.millrace.codec.Dictionary;
import io.millrace.codec.ZstdCodec;
import io.millrace.codec.ZstdDictionaryCodec;
import io.millrace.model.DataRecord;
import io.millrace.model.Epoch;
import io.millrace.model.Fields;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.millrace.model.PartitionId;
import io.millrace.model.ResultRecord;
import io.millrace.store.memory.InMemoryStores;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class JobDictionariesTest {
  private static final Dictionary FIRST = dictionary("what the first blocks have in common ");
  private static final Dictionary SECOND = dictionary("and what the second ones have instead ");

  private final PartitionId partition = new PartitionId(UUID.randomUUID(), 2);
  private final Fetches store = new Fetches();

  /** Finds what it is told to, and counts how often it is asked. */
  private static final class Fetches implements DictionaryStore {
    private CompletionStage<Optional<Dictionary>> answer =
        CompletableFuture.completedFuture(Optional.empty());
    private final List<Integer> asked = new ArrayList<>();

    @Override
    public CompletionStage<Optional<Dictionary>> find(UUID job, int id) {
      asked.add(id);
      return answer;
    }

    @Override
    public CompletionStage<Void> put(UUID job, DictionaryEntry entry, Dictionary dictionary) {
      throw new UnsupportedOperationException("put");
    }

    @Override
    public CompletionStage<List<DictionaryEntry>> list(UUID job) {
      throw new UnsupportedOperationException("list");
    }

    @Override
    public CompletionStage<Void> retire(UUID job, int id, long atMs) {
      throw new UnsupportedOperationException("retire");
    }
  }

  private static Dictionary dictionary(String text) {
    return Dictionary.of(ByteString.copyFromUtf8(text.repeat(10)));
  }

  private Block block(long sequence, String value) {
    var results = new ArrayList<ResultRecord>();
    for (int i = 0; i < 20; i++) {
      results.add(
          new ResultRecord(
              ResultRecord.MAIN,
              ByteString.copyFromUtf8("key " + i),
              ByteString.copyFromUtf8(value.repeat(3) + i),
              DataRecord.NO_EVENT_TIME,
              Fields.EMPTY));
    }
    return new Block(partition, sequence, new Epoch(1), 1, 20, results, List.of(), List.of());
  }

  private static StoredBlock stored(Block block, ColumnPlan plan) {
    var body = new BlockEncoder(BlockLimits.DEFAULT).encode(block, plan);
    var chain = ByteString.copyFrom(new byte[block.sequence() == 1 ? 0 : BlockHeader.CHAIN_BYTES]);
    return new StoredBlock(
        block.partition(),
        block.sequence(),
        block.epoch(),
        BlockHeader.of(block, body, chain).encode(),
        body.bytes());
  }

  private static ColumnPlan plain() {
    return ColumnPlan.of(ZstdCodec.ofLevel(3));
  }

  private static ColumnPlan by(Dictionary dictionary) {
    return plain().with(ColumnKind.VALUE, ZstdDictionaryCodec.of(dictionary, 3));
  }

  private static Block decode(StoredBlock stored, Dictionaries named) {
    return BlockDecoder.decode(
        BlockHeader.decode(stored.header()), stored.body(), BlockLimits.DEFAULT, named);
  }

  @Test
  void givenBlockThatNamesOne_whenFetched_thenDecodedAndNotAskedForAgain() {
    var block = block(1, "what the first blocks have in common ");
    var page = List.of(stored(block, by(FIRST)));
    store.answer = CompletableFuture.completedFuture(Optional.of(FIRST));
    var dictionaries = new JobDictionaries(store, 1 << 20);

    for (int i = 0; i < 3; i++) {
      assertThat(decode(page.get(0), Stages.get(dictionaries.of(page)))).isEqualTo(block);
    }

    assertThat(store.asked).containsExactly(FIRST.id());
  }

  @Test
  void givenNoRoomToKeep_whenFetchedAgain_thenAskedForAgain() {
    var page = List.of(stored(block(1, "what the first blocks have in common "), by(FIRST)));
    store.answer = CompletableFuture.completedFuture(Optional.of(FIRST));
    var dictionaries = new JobDictionaries(store, 0);

    Stages.get(dictionaries.of(page));
    Stages.get(dictionaries.of(page));

    assertThat(store.asked).containsExactly(FIRST.id(), FIRST.id());
  }

  @Test
  void givenPageOfSeveral_whenFetched_thenEachOnce() {
    var one = block(1, "what the first blocks have in common ");
    var two = block(2, "and what the second ones have instead ");
    var page =
        List.of(stored(one, by(FIRST)), stored(two, by(SECOND)), stored(block(3, "x"), plain()));
    var stores = new InMemoryStores();
    for (Dictionary dictionary : List.of(FIRST, SECOND)) {
      var entry =
          new DictionaryEntry(
              dictionary.id(),
              "value",
              dictionary.bytes().size(),
              1,
              DictionaryEntry.IN_FORCE,
              DictionaryStoreContract.TRIAL);
      Stages.get(stores.dictionaries().put(partition.job(), entry, dictionary));
    }

    var named = Stages.get(new JobDictionaries(stores.dictionaries(), 0).of(page));

    assertThat(decode(page.get(0), named)).isEqualTo(one);
    assertThat(decode(page.get(1), named)).isEqualTo(two);
  }

  @Test
  void givenBlocksThatNameNone_whenAsked_thenTheStoreIsNot() {
    var page =
        List.of(
            stored(block(1, "v"), plain()),
            new StoredBlock(partition, 2, new Epoch(1), ByteString.EMPTY, ByteString.EMPTY));

    assertThat(Stages.get(new JobDictionaries(store, 0).of(page))).isSameAs(Dictionaries.NONE);
    assertThat(store.asked).isEmpty();
  }

  @Test
  void givenDictionaryThatIsLost_whenDecoded_thenCorruptNamingJobBlockAndDictionary() {
    var lost = stored(block(7, "what the first blocks have in common "), by(FIRST));
    var other = block(8, "another value");
    var whole = stored(other, plain());

    var named = Stages.get(new JobDictionaries(store, 0).of(List.of(lost, whole)));

    assertThat(decode(whole, named)).isEqualTo(other);
    assertThatThrownBy(() -> named.find(FIRST.id()))
        .isInstanceOfSatisfying(
            MillraceException.class,
            e -> {
              assertThat(e.kind()).isEqualTo(Kind.CORRUPT);
              assertThat(e)
                  .hasMessageStartingWith("dictionary is missing")
                  .hasMessageContaining("repair the table");
              assertThat(e.facts())
                  .containsEntry("job", partition.job().toString())
                  .containsEntry("block", "7")
                  .containsEntry("dictionary", Integer.toString(FIRST.id()));
            });
    assertThatThrownBy(() -> decode(lost, named))
        .hasMessageContaining("dictionary is missing")
        .hasMessageContaining(Integer.toString(FIRST.id()));
  }

  @Test
  void givenDamagedDictionary_whenDecoded_thenCorruptToo() {
    var block = stored(block(1, "what the first blocks have in common "), by(FIRST));
    store.answer =
        CompletableFuture.failedFuture(MillraceException.of(Kind.CORRUPT, "bytes are others"));

    var named = Stages.get(new JobDictionaries(store, 0).of(List.of(block)));

    assertThatThrownBy(() -> decode(block, named)).hasMessageContaining("dictionary is damaged");
  }

  @Test
  void givenStoreDoesNotAnswer_whenFetched_thenUnavailable() {
    var block = stored(block(1, "what the first blocks have in common "), by(FIRST));
    store.answer =
        CompletableFuture.failedFuture(MillraceException.of(Kind.UNAVAILABLE, "no answer"));

    var outcome = Stages.outcome(new JobDictionaries(store, 0).of(List.of(block)));

    assertThat(outcome.failureKind()).isEqualTo(Kind.UNAVAILABLE);
  }
}
