// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.gateway;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.typesafe.config.ConfigFactory;
import io.millrace.block.BlockLimits;
import io.millrace.cli.Main;
import io.millrace.model.PartitionId;
import io.millrace.node.NodeStores;
import io.millrace.store.JobEntry;
import io.millrace.store.StoredBlock;
import io.millrace.store.Stores;
import io.millrace.store.cassandra.BlockDamage;
import io.millrace.store.cassandra.CassandraSettings;
import io.millrace.store.cassandra.CassandraStores;
import io.millrace.store.embedded.EmbeddedCassandra;
import io.millrace.store.embedded.SharedCassandra;
import io.millrace.v1.Record;
import io.millrace.v1.SubmitBatchRequest;
import io.millrace.verify.LogVerifier;
import io.millrace.verify.VerifyListener;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Blocks in a real Cassandra, damaged by CQL: found by verify, refused by recovery. */
@Timeout(300)
class CorruptionIT {
  private static final String KEYSPACE = "corruption_it";
  private static final int FLIPS_PER_BLOCK = 12;

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  private Path folder;

  private static Stores connect() {
    var server = SharedCassandra.get().contactPoint();
    return CassandraStores.connect(
        CassandraSettings.of(server, EmbeddedCassandra.DATACENTER, KEYSPACE));
  }

  private static TestNode node() {
    return TestNode.start("millrace.query.ask-timeout = 3 s", connect());
  }

  private static <T> T get(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }

  private static ByteString flip(ByteString bytes, int at) {
    byte[] copy = bytes.toByteArray();
    copy[at] ^= 0x10;
    return ByteString.copyFrom(copy);
  }

  private static StoredBlock flipped(StoredBlock block, int at) {
    int headerBytes = block.header().size();
    boolean inHeader = at < headerBytes;
    return new StoredBlock(
        block.partition(),
        block.sequence(),
        block.epoch(),
        inHeader ? flip(block.header(), at) : block.header(),
        inHeader ? block.body() : flip(block.body(), at - headerBytes));
  }

  /** Writes a log; returns for each partition a key of it. */
  private static Map<Integer, String> write() {
    var keys = new HashMap<Integer, String>();
    try (TestNode node = node()) {
      for (int i = 0; i < 24; i++) {
        String key = "key-" + i % 8;
        int partition =
            node.submitBlocking()
                .submitBatch(
                    SubmitBatchRequest.newBuilder()
                        .setJob("latest")
                        .addRecords(Record.newBuilder().setKeyText(key).setValueText("v" + i))
                        .build())
                .getReceipts(0)
                .getPartition();
        keys.put(partition, key);
      }
    }
    return keys;
  }

  private record Run(int exit, String out, String err) {}

  private Run verify() throws IOException {
    String settings =
        ConfigFactory.parseMap(NodeStores.contact(SharedCassandra.get().contactPoint()))
            .withFallback(
                ConfigFactory.parseString(
                    "millrace { node.store = cassandra, cassandra.keyspace = " + KEYSPACE + " }"))
            .root()
            .render();
    Path config = Files.writeString(folder.resolve("verify.conf"), settings);
    var out = new StringWriter();
    var err = new StringWriter();
    int exit =
        Main.commandLine()
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute("verify", "--config", config.toString(), "--job", "latest");
    return new Run(exit, out.toString(), err.toString());
  }

  private static List<String> damages(Stores stores, PartitionId partition) {
    var found = new ArrayList<String>();
    var listener =
        new VerifyListener() {
          @Override
          public void damaged(PartitionId at, String where, String check) {
            found.add(where);
          }

          @Override
          public void reached(PartitionId at, long block, long head) {}

          @Override
          public void done(PartitionId at, Tally tally) {}
        };
    new LogVerifier(stores, BlockLimits.DEFAULT, 1 << 20, listener).verify(partition);
    return found;
  }

  @Test
  void givenBlocksInCassandra_whenBytesAreFlipped_thenFoundEachTimeAndOnlyThatPartitionFails()
      throws IOException {
    Map<Integer, String> keys = write();
    assertThat(keys).hasSizeGreaterThan(1);
    Run clean = verify();
    assertThat(clean.exit()).as(clean.out() + clean.err()).isZero();
    assertThat(clean.out()).contains("every block is as it was written");
    int broken = keys.keySet().stream().min(Integer::compare).orElseThrow();
    long block = 0;

    try (Stores stores = connect();
        var damage = new BlockDamage(SharedCassandra.get().contactPoint(), KEYSPACE)) {
      JobEntry job = get(stores.jobs().find("latest")).orElseThrow();
      for (int number : keys.keySet()) {
        var partition = new PartitionId(job.id(), number);
        var head = get(stores.blocks().head(partition));
        long sequence = (head.sequence() + 1) / 2;
        StoredBlock whole = get(stores.blocks().read(head, sequence - 1, 1)).get(0);
        int bytes = whole.header().size() + whole.body().size();
        for (int i = 0; i < FLIPS_PER_BLOCK; i++) {
          int at = (int) ((long) i * (bytes - 1) / (FLIPS_PER_BLOCK - 1));
          damage.replace(flipped(whole, at));
          assertThat(damages(stores, partition))
              .as("byte %s of block %s of %s", at, sequence, partition)
              .containsExactly("block " + sequence);
        }
        if (number == broken) {
          block = sequence;
        } else {
          damage.replace(whole);
          assertThat(damages(stores, partition)).isEmpty();
        }
      }
    }

    Run damaged = verify();
    assertThat(damaged.exit()).isEqualTo(1);
    assertThat(damaged.out()).contains("DAMAGED partition " + broken + " block " + block + ": ");
    assertThat(damaged.out().lines().filter(line -> line.startsWith("DAMAGED"))).hasSize(1);
    try (TestNode node = node()) {
      String refusal = "block=" + block;
      String unread = requireNonNull(keys.get(broken));
      assertThatThrownBy(() -> node.get(unread))
          .hasMessageContaining("partition is corrupt")
          .hasMessageContaining(refusal);
      for (var other : keys.entrySet()) {
        if (other.getKey() != broken) {
          assertThat(node.get(other.getValue())).startsWith("v");
        }
      }
    }
  }
}
