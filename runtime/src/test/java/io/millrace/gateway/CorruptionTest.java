// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.millrace.block.BlockLimits;
import io.millrace.model.Fields;
import io.millrace.model.PartitionId;
import io.millrace.model.ResultRecord;
import io.millrace.skip.SkipEncoder;
import io.millrace.skip.SkipSettings;
import io.millrace.store.Head;
import io.millrace.store.IndexedBlock;
import io.millrace.store.JobEntry;
import io.millrace.store.StoredBlock;
import io.millrace.v1.DescribeJobRequest;
import io.millrace.v1.Partition;
import io.millrace.v1.Record;
import io.millrace.v1.ScanRequest;
import io.millrace.v1.SubmitBatchRequest;
import io.millrace.verify.LogVerifier;
import io.millrace.verify.VerifyListener;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Blocks of a real node's log, damaged byte by byte. */
@Timeout(120)
class CorruptionTest {
  private static final String QUICK = "millrace.query.ask-timeout = 1 s";
  private static final int KEYS = 8;

  private final DamagedStores stores = new DamagedStores();
  private TestNode node = TestNode.start(QUICK, stores);
  private JobEntry job = job();

  /** Damage as the verifier reports it. */
  private static final class Found implements VerifyListener {
    private final List<String> damages = new ArrayList<>();

    @Override
    public void damaged(PartitionId partition, String where, String check) {
      damages.add(partition.number() + " " + where);
    }

    @Override
    public void reached(PartitionId partition, long block, long head) {}

    @Override
    public void done(PartitionId partition, Tally tally) {}
  }

  private static <T> T get(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }

  private JobEntry job() {
    return get(stores.jobs().find("latest")).orElseThrow();
  }

  private PartitionId partition(int number) {
    return new PartitionId(job.id(), number);
  }

  @BeforeEach
  void write() {
    for (int i = 0; i < 24; i++) {
      submit("key-" + i % KEYS, "value-" + i);
    }
  }

  @AfterEach
  void stop() {
    node.close();
  }

  private int submit(String key, String value) {
    return node.submitBlocking()
        .submitBatch(
            SubmitBatchRequest.newBuilder()
                .setJob("latest")
                .addRecords(Record.newBuilder().setKeyText(key).setValueText(value))
                .build())
        .getReceipts(0)
        .getPartition();
  }

  private List<String> verify() {
    var found = new Found();
    var verifier = new LogVerifier(stores, BlockLimits.DEFAULT, 1_000, found);
    job.partitions().numbers().forEach(number -> verifier.verify(partition(number)));
    return found.damages;
  }

  private static ByteString flip(ByteString bytes, int at) {
    byte[] copy = bytes.toByteArray();
    copy[at] ^= (byte) (1 + at % 255);
    return ByteString.copyFrom(copy);
  }

  /** Flips a byte of a block, counted over header and body. */
  private static UnaryOperator<StoredBlock> flipping(StoredBlock target, int at) {
    int headerBytes = target.header().size();
    return stored -> {
      if (!stored.partition().equals(target.partition())
          || stored.sequence() != target.sequence()) {
        return stored;
      }
      return at < headerBytes
          ? with(stored, flip(stored.header(), at), stored.body())
          : with(stored, stored.header(), flip(stored.body(), at - headerBytes));
    };
  }

  private static StoredBlock with(StoredBlock stored, ByteString header, ByteString body) {
    return new StoredBlock(stored.partition(), stored.sequence(), stored.epoch(), header, body);
  }

  private StoredBlock read(PartitionId partition, long block) {
    return get(stores.read(get(stores.head(partition)), block - 1, 1)).get(0);
  }

  /** First, middle and last block of a partition. */
  private List<StoredBlock> sample(int number) {
    Head head = get(stores.head(partition(number)));
    return List.of(
        read(partition(number), 1),
        read(partition(number), (head.sequence() + 1) / 2),
        read(partition(number), head.sequence()));
  }

  @Test
  void givenWholeLog_whenVerified_thenNothingIsFound() {
    assertThat(verify()).isEmpty();
  }

  @Test
  void givenIndexThatDeniesWhatItsBlockHas_whenVerified_thenTheBlockIsNamed() {
    ByteString other =
        new SkipEncoder(SkipSettings.DEFAULT)
            .encode(
                List.of(new ResultRecord("", ByteString.EMPTY, ByteString.EMPTY, 0, Fields.EMPTY)),
                List.of());

    stores.damageIndex(indexed -> replaced(indexed, 1, other));
    assertThat(verify()).isNotEmpty().allMatch(found -> found.endsWith("skip index of block 1"));
    stores.damageIndex(indexed -> replaced(indexed, 1, flip(indexed.entry(), 9)));
    assertThat(verify()).isNotEmpty().allMatch(found -> found.endsWith("skip index of block 1"));
    stores.damageIndex(indexed -> replaced(indexed, 1, ByteString.EMPTY));
    assertThat(verify()).isEmpty();
  }

  private static IndexedBlock replaced(IndexedBlock indexed, long block, ByteString entry) {
    assertThat(indexed.hasEntry()).isTrue();
    return indexed.sequence() == block ? new IndexedBlock(block, entry) : indexed;
  }

  @Test
  void givenSampleOfBlocks_whenAnyByteIsFlipped_thenPartitionAndBlockAreNamed() {
    int flips = 0;
    for (int number : job.partitions().numbers()) {
      for (StoredBlock target : sample(number)) {
        String expected = number + " block " + target.sequence();
        int bytes = target.header().size() + target.body().size();
        for (int at = 0; at < bytes; at++) {
          stores.damage(flipping(target, at));
          assertThat(verify()).as("byte %s of %s", at, expected).contains(expected).hasSize(1);
          flips++;
        }
      }
    }
    assertThat(flips).isGreaterThan(2_000);
  }

  @Test
  void givenBlockAtAnothersPlace_whenVerified_thenFound() {
    StoredBlock first = read(partition(0), 1);
    stores.damage(
        stored ->
            stored.partition().equals(partition(0)) && stored.sequence() == 2
                ? with(stored, first.header(), first.body())
                : stored);

    assertThat(verify()).containsExactly("0 block 2");
  }

  @Test
  void givenDamagedBlock_whenReadByAnyWay_thenDataLossNamesItAndOthersAnswer() {
    int number = submit("damaged", "v");
    Head head = get(stores.head(partition(number)));
    stores.damage(flipping(read(partition(number), head.sequence()), 200));
    String block = "block=" + head.sequence();

    assertThatThrownBy(() -> node.get("damaged"))
        .hasMessageContaining("DATA_LOSS")
        .hasMessageContaining(block)
        .hasMessageContaining("partition=" + partition(number));
    assertThatThrownBy(() -> scan()).hasMessageContaining("DATA_LOSS").hasMessageContaining(block);
    assertThat(node.get(keyOutside(number))).startsWith("value-");
  }

  private void scan() {
    node.results()
        .scan(ScanRequest.newBuilder().setJob("latest").build())
        .forEachRemaining(page -> {});
  }

  /** A key of another partition. */
  private String keyOutside(int number) {
    for (int i = 0; i < KEYS; i++) {
      if (submit("key-" + i, "value-new") != number) {
        return "key-" + i;
      }
    }
    throw new IllegalStateException("all keys in partition " + number);
  }

  @Test
  void givenDamagedBlock_whenTheNodeStartsAgain_thenItsPartitionHasFailedAndOthersGoOn() {
    int number = submit("damaged", "v");
    String outside = keyOutside(number);
    StoredBlock target = read(partition(number), 1);
    stores.damage(flipping(target, target.header().size()));
    node.close();

    node = TestNode.start(QUICK, stores);

    assertThatThrownBy(() -> node.get("damaged"))
        .hasMessageContaining("partition is corrupt")
        .hasMessageContaining("block=1");
    assertThat(node.get(outside)).isEqualTo("value-new");
    assertThat(
            node.jobs()
                .describeJob(DescribeJobRequest.newBuilder().setJob("latest").build())
                .getPartitionsList())
        .filteredOn(p -> p.getEpoch() == 0)
        .extracting(Partition::getNumber)
        .containsExactly(number);
    assertThat(submit(outside, "value-newer")).isNotEqualTo(number);
    assertThatThrownBy(() -> submit("damaged", "v"))
        .hasMessageContaining("UNAVAILABLE: batch is not durable yet")
        .hasMessageContaining("partition " + number + ": partition is corrupt");
    assertThat(submit(outside, "value-newest")).isNotEqualTo(number);
    assertThat(node.get(outside)).isEqualTo("value-newest");
  }
}
