// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.block.BlockHeader;
import io.millrace.block.BlockLimits;
import io.millrace.model.PartitionId;
import io.millrace.processor.Effect;
import io.millrace.processor.Job;
import io.millrace.store.JobEntry;
import io.millrace.store.StoredHeader;
import io.millrace.store.Stores;
import io.millrace.v1.Record;
import io.millrace.v1.SubmitBatchRequest;
import io.millrace.verify.LogVerifier;
import io.millrace.verify.VerifyListener;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletionStage;

/** Jobs that keep small JSON values, written until blocks name a dictionary. */
final class Parcels {
  static final Job JOB = job("parcels");
  static final Job OTHER = job("letters");

  /** Small figures, so that a test writes little until a dictionary is trained. */
  static final String SETTINGS =
      """
      millrace.query.ask-timeout = 3 s
      millrace.dictionary { sample-bytes = 64 KiB, dictionary-bytes = 4 KiB }
      """;

  private static final int BATCH = 60;
  private static final int BATCHES_MAX = 500;
  private static final int KEYS_READ_MAX = 300;

  private final Random random = new Random(7);
  private final Map<String, String> written = new HashMap<>();

  private static Job job(String name) {
    return Job.of(name, () -> (record, context) -> Effect.builder().emit(record.value()).build())
        .withPartitions(3);
  }

  private static <T> T get(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }

  static JobEntry entry(Stores stores, Job job) {
    return get(stores.jobs().find(job.name())).orElseThrow();
  }

  private String parcel() {
    return "{\"parcel\":\"P"
        + random.nextInt(10_000_000)
        + "\",\"state\":\""
        + (random.nextBoolean() ? "delivered to the recipient" : "on its way to the depot")
        + "\",\"weightGrams\":"
        + random.nextInt(30_000)
        + ",\"depot\":\"north-"
        + random.nextInt(90)
        + "\",\"insured\":"
        + random.nextBoolean()
        + "}";
  }

  /** Writes one batch to a job. */
  void write(TestNode node, Job job) {
    var batch = SubmitBatchRequest.newBuilder().setJob(job.name());
    for (int i = 0; i < BATCH; i++) {
      String key = "k" + random.nextInt(5_000);
      String value = parcel();
      batch.addRecords(Record.newBuilder().setKeyText(key).setValueText(value));
      written.put(job.name() + "/" + key, value);
    }
    int durable = 0;
    for (var receipt : node.submitBlocking().submitBatch(batch.build()).getReceiptsList()) {
      durable += receipt.getStepsCount() + 1;
    }
    assertThat(durable).isEqualTo(BATCH);
  }

  /** Writes to the job until a block of each partition names a dictionary. */
  void writeUntilNamed(TestNode node, Stores stores) {
    JobEntry entry = entry(stores, JOB);
    for (int i = 0; i < BATCHES_MAX; i++) {
      write(node, JOB);
      if (entry.numbers().stream().allMatch(number -> !named(stores, number).isEmpty())) {
        return;
      }
    }
    throw new AssertionError("no dictionary after " + BATCHES_MAX + " batches");
  }

  /** Dictionaries that the newest block of a partition names. */
  static List<Integer> named(Stores stores, int number) {
    var head = get(stores.blocks().head(new PartitionId(entry(stores, JOB).id(), number)));
    if (head.sequence() == 0) {
      return List.of();
    }
    StoredHeader newest = get(stores.blocks().headers(head, head.sequence() - 1)).get(0);
    return BlockHeader.decode(newest.header()).dictionaryIds();
  }

  /** Keys that were written to the job have their newest value. */
  void assertThere(TestNode node, Job job) {
    String prefix = job.name() + "/";
    written.entrySet().stream()
        .filter(entry -> entry.getKey().startsWith(prefix))
        .limit(KEYS_READ_MAX)
        .forEach(
            entry ->
                assertThat(node.get(job.name(), entry.getKey().substring(prefix.length())))
                    .isEqualTo(entry.getValue()));
  }

  /** A key that was written to the job. */
  String someKey(Job job) {
    String prefix = job.name() + "/";
    return written.keySet().stream()
        .filter(name -> name.startsWith(prefix))
        .findFirst()
        .orElseThrow()
        .substring(prefix.length());
  }

  /** What a verification of a job says is damaged. */
  static List<String> damages(Stores stores, Job job) {
    var found = new ArrayList<String>();
    var listener =
        new VerifyListener() {
          @Override
          public void damaged(PartitionId at, String where, String check) {
            found.add(where + ": " + check);
          }

          @Override
          public void reached(PartitionId at, long block, long head) {}

          @Override
          public void done(PartitionId at, Tally tally) {}
        };
    var verifier = new LogVerifier(stores, BlockLimits.DEFAULT, 1 << 20, listener);
    JobEntry entry = entry(stores, job);
    entry.numbers().forEach(number -> verifier.verify(new PartitionId(entry.id(), number)));
    return found;
  }
}
