// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.typesafe.config.ConfigFactory;
import io.millrace.ingest.SessionOutput.Failed;
import io.millrace.model.DataRecord;
import io.millrace.model.Epoch;
import io.millrace.model.Fields;
import io.millrace.model.MillraceException;
import io.millrace.model.PackedRecords;
import io.millrace.model.PartitionId;
import io.millrace.model.PartitionMap;
import io.millrace.model.ProducerEpoch;
import io.millrace.partition.PartitionReply;
import io.millrace.partition.PartitionReply.Committed;
import io.millrace.partition.PartitionReply.ProducerOpened;
import io.millrace.store.JobEntry;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;

/** An ingest core of a job with two partitions, and everything it wants done, kept for the test. */
final class CoreRig implements IngestCore.Effects {
  record Sent(int partition, long previous, int attempt, List<Long> sequences) {}

  private static final UUID JOB = new UUID(4, 2);

  final NodeCredit credit;
  final IngestCore core;
  final List<Integer> asked = new ArrayList<>();
  final List<Sent> sent = new ArrayList<>();
  final List<Integer> pauses = new ArrayList<>();
  final ArrayDeque<SessionOutput> outputs = new ArrayDeque<>();
  long now = 1_000_000_000L;
  int rooms;
  int woken;
  int lingers;
  boolean stopped;

  CoreRig(String settings, long nodeBytes) {
    credit = new NodeCredit(nodeBytes);
    var config =
        ConfigFactory.parseString("millrace.ingest {" + settings + "}")
            .withFallback(ConfigFactory.defaultReference());
    core =
        new IngestCore(
            new JobEntry("job", JOB, 1, PartitionMap.even(2)),
            "p",
            IngestSettings.from(config),
            credit.share(10, () -> woken++),
            this,
            now);
  }

  /** Opens the producer in both partitions, which know nothing of it. */
  void open(ProducerEpoch epoch) {
    core.listening(now);
    core.feeding();
    core.epochGiven(epoch);
    opened(0, 0);
    opened(1, 0);
    outputTaken(SessionOutput.Opened.class);
    clear();
  }

  void clear() {
    asked.clear();
    sent.clear();
    pauses.clear();
    outputs.clear();
    rooms = 0;
  }

  PartitionId partition(int number) {
    return new PartitionId(JOB, number);
  }

  void opened(int number, long committed) {
    reply(new ProducerOpened(partition(number), committed, committed));
  }

  void reply(PartitionReply reply) {
    core.reply(reply, now);
  }

  void tick(Duration passed) {
    now += passed.toNanos();
    core.tick(now);
  }

  /** Takes the next output, which is of this type, and asks for the one behind it. */
  SessionOutput outputTaken(Class<? extends SessionOutput> type) {
    SessionOutput output = outputs.remove();
    assertThat(output).isInstanceOf(type);
    core.outputTaken(now);
    return output;
  }

  MillraceException failure() {
    assertThat(outputs.getLast()).isInstanceOf(Failed.class);
    return ((Failed) outputs.getLast()).cause();
  }

  /** Both partitions commit all that was sent. */
  void commitAll() {
    List<Sent> batches = List.copyOf(sent);
    sent.clear();
    for (Sent batch : batches) {
      long last = batch.sequences().get(batch.sequences().size() - 1);
      reply(new Committed(partition(batch.partition()), new Epoch(1), 1, last, 0, List.of()));
    }
  }

  PackedRecords records(long... sequences) {
    return wide(10, sequences);
  }

  PackedRecords wide(int valueBytes, long... sequences) {
    return PackedRecords.copyOf(
        LongStream.of(sequences)
            .mapToObj(
                s ->
                    new DataRecord(
                        s,
                        ByteString.copyFromUtf8("key-" + s),
                        ByteString.copyFrom(new byte[valueBytes]),
                        DataRecord.NO_EVENT_TIME,
                        Fields.EMPTY))
            .toList());
  }

  List<Long> sentSequences() {
    return sent.stream().flatMap(s -> s.sequences().stream()).toList();
  }

  @Override
  public void openProducer(PartitionId partition, ProducerEpoch epoch) {
    asked.add(partition.number());
  }

  @Override
  public void append(
      PartitionId partition,
      ProducerEpoch epoch,
      long previous,
      int attempt,
      List<DataRecord> records) {
    sent.add(
        new Sent(
            partition.number(),
            previous,
            attempt,
            records.stream().map(DataRecord::sequence).toList()));
  }

  @Override
  public void startLinger(Duration wait) {
    lingers++;
  }

  @Override
  public void startPause(PartitionId partition, Duration wait) {
    pauses.add(partition.number());
  }

  @Override
  public void room() {
    rooms++;
  }

  @Override
  public void output(SessionOutput output) {
    outputs.add(output);
  }

  @Override
  public void stop() {
    stopped = true;
  }
}
