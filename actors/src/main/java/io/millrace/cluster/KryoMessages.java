// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.cluster;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import io.millrace.partition.PartitionCommand.Append;
import io.millrace.partition.PartitionCommand.AwaitCommit;
import io.millrace.partition.PartitionCommand.Describe;
import io.millrace.partition.PartitionCommand.Find;
import io.millrace.partition.PartitionCommand.OpenProducer;
import io.millrace.partition.PartitionReply;
import io.millrace.partition.PartitionReply.Committed;
import io.millrace.partition.PartitionReply.Described;
import io.millrace.partition.PartitionReply.Expected;
import io.millrace.partition.PartitionReply.Figures;
import io.millrace.partition.PartitionReply.Found;
import io.millrace.partition.PartitionReply.NotTaken;
import io.millrace.partition.PartitionReply.ProducerExpired;
import io.millrace.partition.PartitionReply.ProducerFenced;
import io.millrace.partition.PartitionReply.ProducerOpened;
import io.millrace.partition.PartitionReply.Reached;
import io.millrace.partition.PartitionReply.Refused;
import io.millrace.partition.PartitionReply.Waiting;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorRefResolver;

/**
 * The one list of classes that may travel between nodes, with their numbers and layouts. A number
 * is never used again for another class; a changed layout gets a new number.
 */
final class KryoMessages {
  private KryoMessages() {}

  /** A Kryo that knows exactly these classes. Not thread-safe, as Kryo is. */
  static Kryo create(ActorRefResolver refs) {
    var kryo = new Kryo();
    kryo.setRegistrationRequired(true);
    kryo.setReferences(false);
    registerCommands(kryo, refs);
    registerReplies(kryo);
    KryoQuarantine.register(kryo, refs);
    KryoAsk.register(kryo, refs);
    return kryo;
  }

  private static void registerCommands(Kryo kryo, ActorRefResolver refs) {
    register(
        kryo,
        OpenProducer.class,
        20,
        (out, m) -> {
          Wire.writePartition(out, m.partition());
          Wire.writeText(out, m.producer());
          Wire.writeProducerEpoch(out, m.epoch());
          writeRef(out, refs, m.replyTo());
        },
        in ->
            new OpenProducer(
                Wire.readPartition(in),
                Wire.readText(in),
                Wire.readProducerEpoch(in),
                readRef(in, refs)));
    register(
        kryo,
        Append.class,
        27,
        (out, m) -> {
          Wire.writePartition(out, m.partition());
          Wire.writeText(out, m.producer());
          Wire.writeProducerEpoch(out, m.epoch());
          Wire.writeLong(out, m.previous());
          Wire.writeInt(out, m.attempt());
          Wire.writeRecords(out, m.records());
          writeRef(out, refs, m.replyTo());
        },
        in ->
            new Append(
                Wire.readPartition(in),
                Wire.readText(in),
                Wire.readProducerEpoch(in),
                Wire.readLong(in),
                Wire.readInt(in),
                Wire.readRecords(in),
                readRef(in, refs)));
    register(
        kryo,
        Find.class,
        24,
        (out, m) -> {
          Wire.writePartition(out, m.partition());
          Wire.writeBytes(out, m.key());
          Wire.writeLong(out, m.atLeast());
          writeRef(out, refs, m.replyTo());
        },
        in ->
            new Find(
                Wire.readPartition(in), Wire.readBytes(in), Wire.readLong(in), readRef(in, refs)));
    register(
        kryo,
        AwaitCommit.class,
        29,
        (out, m) -> {
          Wire.writePartition(out, m.partition());
          out.writeLong(m.reader().getMostSignificantBits());
          out.writeLong(m.reader().getLeastSignificantBits());
          Wire.writeLong(out, m.after());
          writeRef(out, refs, m.replyTo());
        },
        in ->
            new AwaitCommit(
                Wire.readPartition(in),
                new UUID(in.readLong(), in.readLong()),
                Wire.readLong(in),
                readRef(in, refs)));
    register(
        kryo,
        Describe.class,
        23,
        (out, m) -> {
          Wire.writePartition(out, m.partition());
          writeRef(out, refs, m.replyTo());
        },
        in -> new Describe(Wire.readPartition(in), readRef(in, refs)));
  }

  private static void registerReplies(Kryo kryo) {
    register(
        kryo,
        ProducerOpened.class,
        40,
        (out, m) -> {
          Wire.writePartition(out, m.partition());
          Wire.writeLong(out, m.committed());
          Wire.writeLong(out, m.applied());
        },
        in -> new ProducerOpened(Wire.readPartition(in), Wire.readLong(in), Wire.readLong(in)));
    register(kryo, Committed.class, 41, KryoMessages::writeCommitted, KryoMessages::readCommitted);
    register(
        kryo,
        Expected.class,
        42,
        (out, m) -> {
          Wire.writePartition(out, m.partition());
          Wire.writeInt(out, m.attempt());
          Wire.writeLong(out, m.applied());
        },
        in -> new Expected(Wire.readPartition(in), Wire.readInt(in), Wire.readLong(in)));
    register(
        kryo,
        NotTaken.class,
        43,
        (out, m) -> {
          Wire.writePartition(out, m.partition());
          out.writeVarInt(m.attempt(), false);
          Wire.writeText(out, m.reason());
          Wire.writeInt(out, m.retryAfterMs());
        },
        in ->
            new NotTaken(
                Wire.readPartition(in), in.readVarInt(false), Wire.readText(in), Wire.readInt(in)));
    register(
        kryo,
        Waiting.class,
        44,
        (out, m) -> {
          Wire.writePartition(out, m.partition());
          Wire.writeText(out, m.reason());
          Wire.writeInt(out, m.retryAfterMs());
        },
        in -> new Waiting(Wire.readPartition(in), Wire.readText(in), Wire.readInt(in)));
    register(
        kryo,
        ProducerFenced.class,
        45,
        (out, m) -> {
          Wire.writePartition(out, m.partition());
          Wire.writeText(out, m.producer());
          Wire.writeLong(out, m.epochNumber());
        },
        in -> new ProducerFenced(Wire.readPartition(in), Wire.readText(in), Wire.readLong(in)));
    register(
        kryo,
        Found.class,
        46,
        (out, m) -> {
          Wire.writePartition(out, m.partition());
          Wire.writeEpoch(out, m.epoch());
          Wire.writeLong(out, m.head());
          Wire.writeLong(out, m.block());
          Wire.writeInt(out, m.index());
        },
        in ->
            new Found(
                Wire.readPartition(in),
                Wire.readEpoch(in),
                Wire.readLong(in),
                Wire.readLong(in),
                Wire.readInt(in)));
    register(
        kryo,
        Reached.class,
        54,
        (out, m) -> {
          Wire.writePartition(out, m.partition());
          Wire.writeLong(out, m.head());
        },
        in -> new Reached(Wire.readPartition(in), Wire.readLong(in)));
    register(kryo, Described.class, 48, KryoMessages::writeDescribed, KryoMessages::readDescribed);
    register(
        kryo,
        ProducerExpired.class,
        49,
        (out, m) -> {
          Wire.writePartition(out, m.partition());
          Wire.writeText(out, m.producer());
        },
        in -> new ProducerExpired(Wire.readPartition(in), Wire.readText(in)));
  }

  private static void writeCommitted(Output out, Committed m) {
    Wire.writePartition(out, m.partition());
    Wire.writeEpoch(out, m.epoch());
    Wire.writeLong(out, m.block());
    Wire.writeLong(out, m.last());
    Wire.writeInt(out, m.duplicates());
    Wire.writeInt(out, m.refusals().size());
    for (Refused refused : m.refusals()) {
      Wire.writeLong(out, refused.sequence());
      Wire.writeText(out, refused.reason());
    }
  }

  private static Committed readCommitted(Input in) {
    var partition = Wire.readPartition(in);
    var epoch = Wire.readEpoch(in);
    long block = Wire.readLong(in);
    long last = Wire.readLong(in);
    int duplicates = Wire.readInt(in);
    int count = Wire.readCount(in, 2);
    List<Refused> refusals = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      refusals.add(new Refused(Wire.readLong(in), Wire.readText(in)));
    }
    return new Committed(partition, epoch, block, last, duplicates, refusals);
  }

  private static void writeDescribed(Output out, Described m) {
    Wire.writePartition(out, m.partition());
    Wire.writeText(out, m.owner());
    Wire.writeEpoch(out, m.epoch());
    Wire.writeLong(out, m.head());
    Wire.writeLong(out, m.figures().records());
    Wire.writeLong(out, m.figures().results());
    Wire.writeLong(out, m.figures().keys());
    Wire.writeLong(out, m.figures().rawBytes());
    Wire.writeLong(out, m.figures().storedBytes());
    Wire.writeLong(out, m.figures().failed());
    Wire.writeLong(out, m.figures().quarantined());
    out.writeBoolean(m.quiet());
  }

  private static Described readDescribed(Input in) {
    return new Described(
        Wire.readPartition(in),
        Wire.readText(in),
        Wire.readEpoch(in),
        Wire.readLong(in),
        new Figures(
            Wire.readLong(in),
            Wire.readLong(in),
            Wire.readLong(in),
            Wire.readLong(in),
            Wire.readLong(in),
            Wire.readLong(in),
            Wire.readLong(in)),
        in.readBoolean());
  }

  static void writeRef(Output out, ActorRefResolver refs, ActorRef<PartitionReply> ref) {
    Wire.writeText(out, refs.toSerializationFormat(ref));
  }

  static ActorRef<PartitionReply> readRef(Input in, ActorRefResolver refs) {
    return refs.resolveActorRef(Wire.readText(in));
  }

  static <T> void register(
      Kryo kryo, Class<T> type, int id, BiConsumer<Output, T> write, Function<Input, T> read) {
    kryo.register(
        type,
        new Serializer<T>(false, true) {
          @Override
          public void write(Kryo ignored, Output output, T message) {
            write.accept(output, message);
          }

          @Override
          public T read(Kryo ignored, Input input, Class<? extends T> ignoredType) {
            return read.apply(input);
          }
        },
        id);
  }
}
