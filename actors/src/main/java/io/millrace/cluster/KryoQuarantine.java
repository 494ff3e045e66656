// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.cluster;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import io.millrace.model.QuarantineEntry;
import io.millrace.partition.PartitionCommand.ActOnQuarantine;
import io.millrace.partition.PartitionCommand.ListQuarantine;
import io.millrace.partition.PartitionCommand.QuarantineAction;
import io.millrace.partition.PartitionReply.QuarantineDone;
import io.millrace.partition.PartitionReply.Quarantined;
import java.util.ArrayList;
import org.apache.pekko.actor.typed.ActorRefResolver;

/** The part of {@link KryoMessages} that is about quarantine. */
final class KryoQuarantine {
  /** Least bytes of an entry. */
  private static final int ENTRY_BYTES_MIN = 20;

  private static final int REDRIVE = 1;
  private static final int DROP = 2;

  private KryoQuarantine() {}

  static void register(Kryo kryo, ActorRefResolver refs) {
    KryoMessages.register(
        kryo,
        ListQuarantine.class,
        25,
        (out, m) -> {
          Wire.writePartition(out, m.partition());
          Wire.writeLong(out, m.after());
          Wire.writeInt(out, m.most());
          KryoMessages.writeRef(out, refs, m.replyTo());
        },
        in ->
            new ListQuarantine(
                Wire.readPartition(in),
                Wire.readLong(in),
                Wire.readInt(in),
                KryoMessages.readRef(in, refs)));
    KryoMessages.register(
        kryo,
        ActOnQuarantine.class,
        26,
        (out, m) -> {
          Wire.writePartition(out, m.partition());
          Wire.writeInt(out, m.action() == QuarantineAction.REDRIVE ? REDRIVE : DROP);
          Wire.writeLongs(out, m.ids());
          KryoMessages.writeRef(out, refs, m.replyTo());
        },
        in ->
            new ActOnQuarantine(
                Wire.readPartition(in),
                action(Wire.readInt(in)),
                Wire.readLongs(in),
                KryoMessages.readRef(in, refs)));
    KryoMessages.register(
        kryo, Quarantined.class, 52, KryoQuarantine::write, KryoQuarantine::readQuarantined);
    KryoMessages.register(
        kryo,
        QuarantineDone.class,
        51,
        (out, m) -> {
          Wire.writePartition(out, m.partition());
          Wire.writeInt(out, m.redriven());
          Wire.writeInt(out, m.failed());
          Wire.writeInt(out, m.dropped());
          Wire.writeLongs(out, m.unknown());
          Wire.writeLongs(out, m.left());
        },
        in ->
            new QuarantineDone(
                Wire.readPartition(in),
                Wire.readInt(in),
                Wire.readInt(in),
                Wire.readInt(in),
                Wire.readLongs(in),
                Wire.readLongs(in)));
  }

  private static QuarantineAction action(int number) {
    if (number != REDRIVE && number != DROP) {
      throw new KryoException(
          "quarantine action: " + number + " (expected: " + REDRIVE + " or " + DROP + ")");
    }
    return number == REDRIVE ? QuarantineAction.REDRIVE : QuarantineAction.DROP;
  }

  private static void write(Output out, Quarantined m) {
    Wire.writePartition(out, m.partition());
    out.writeBoolean(m.more());
    Wire.writeInt(out, m.entries().size());
    for (QuarantineEntry entry : m.entries()) {
      Wire.writeLong(out, entry.id());
      out.writeBoolean(entry.parked());
      Wire.writeText(out, entry.producer());
      Wire.writeRecord(out, entry.record());
      Wire.writeText(out, entry.reason());
      Wire.writeText(out, entry.stack());
      Wire.writeInt(out, entry.attempts());
      Wire.writeLong(out, entry.atMs());
    }
  }

  private static Quarantined readQuarantined(Input in) {
    var partition = Wire.readPartition(in);
    boolean more = in.readBoolean();
    int count = Wire.readCount(in, ENTRY_BYTES_MIN);
    var entries = new ArrayList<QuarantineEntry>(count);
    for (int i = 0; i < count; i++) {
      entries.add(
          new QuarantineEntry(
              Wire.readLong(in),
              in.readBoolean(),
              Wire.readText(in),
              Wire.readRecord(in),
              Wire.readText(in),
              Wire.readText(in),
              Wire.readInt(in),
              Wire.readLong(in)));
    }
    return new Quarantined(partition, entries, more);
  }
}
