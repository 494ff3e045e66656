// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.cluster;

import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import com.google.protobuf.ByteString;
import io.millrace.model.DataRecord;
import io.millrace.model.Epoch;
import io.millrace.model.PackedRecords;
import io.millrace.model.PartitionId;
import io.millrace.model.ProducerEpoch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * How the parts of messages lie on the wire: varints, length-prefixed bytes, UTF-8. Every count and
 * length that is read is checked against the bytes that are left before anything is allocated.
 */
final class Wire {
  private Wire() {}

  static void writeBytes(Output out, ByteString bytes) {
    out.writeVarInt(bytes.size(), true);
    try {
      bytes.writeTo(out);
    } catch (IOException e) {
      throw new KryoException("bytes cannot be written", e);
    }
  }

  static ByteString readBytes(Input in) {
    int length = readCount(in, 1);
    ByteString bytes = ByteString.copyFrom(in.getBuffer(), in.position(), length);
    in.setPosition(in.position() + length);
    return bytes;
  }

  static void writeText(Output out, String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    out.writeVarInt(utf8.length, true);
    out.writeBytes(utf8);
  }

  static String readText(Input in) {
    int length = readCount(in, 1);
    String text = new String(in.getBuffer(), in.position(), length, StandardCharsets.UTF_8);
    in.setPosition(in.position() + length);
    return text;
  }

  static void writeLong(Output out, long value) {
    out.writeVarLong(value, true);
  }

  static long readLong(Input in) {
    return in.readVarLong(true);
  }

  static void writeInt(Output out, int value) {
    out.writeVarInt(value, true);
  }

  static int readInt(Input in) {
    return in.readVarInt(true);
  }

  /** Reads how many elements follow, each of which takes at least {@code bytesMin} bytes. */
  static int readCount(Input in, int bytesMin) {
    int count = in.readVarInt(true);
    int left = in.limit() - in.position();
    if (count < 0 || count > left / bytesMin) {
      throw new KryoException("count: " + count + " (expected: 0 to " + left / bytesMin + ")");
    }
    return count;
  }

  static void writePartition(Output out, PartitionId partition) {
    out.writeLong(partition.job().getMostSignificantBits());
    out.writeLong(partition.job().getLeastSignificantBits());
    writeInt(out, partition.number());
  }

  static PartitionId readPartition(Input in) {
    return new PartitionId(new UUID(in.readLong(), in.readLong()), readInt(in));
  }

  static void writeEpoch(Output out, Epoch epoch) {
    writeLong(out, epoch.value());
  }

  static Epoch readEpoch(Input in) {
    return new Epoch(readLong(in));
  }

  static void writeProducerEpoch(Output out, ProducerEpoch epoch) {
    writeLong(out, epoch.number());
    writeLong(out, epoch.incarnation());
  }

  static ProducerEpoch readProducerEpoch(Input in) {
    return new ProducerEpoch(readLong(in), readLong(in));
  }

  static void writeRecords(Output out, List<DataRecord> records) {
    writeInt(out, records.size());
    for (DataRecord record : records) {
      writeRecord(out, record);
    }
  }

  static void writeRecord(Output out, DataRecord record) {
    writeLong(out, record.sequence());
    writeBytes(out, record.key());
    writeBytes(out, record.value());
    out.writeLong(record.eventTimeMs());
    WireFields.write(out, record.fields());
  }

  static List<DataRecord> readRecords(Input in) {
    int count = readCount(in, 12);
    var records = new PackedRecords.Builder(in.limit() - in.position(), count);
    for (int i = 0; i < count; i++) {
      records.add(readRecord(in));
    }
    return records.build();
  }

  static DataRecord readRecord(Input in) {
    long sequence = readLong(in);
    ByteString key = readBytes(in);
    ByteString value = readBytes(in);
    long eventTimeMs = in.readLong();
    return new DataRecord(sequence, key, value, eventTimeMs, WireFields.read(in));
  }

  static void writeLongs(Output out, List<Long> numbers) {
    writeInt(out, numbers.size());
    numbers.forEach(number -> writeLong(out, number));
  }

  static List<Long> readLongs(Input in) {
    int count = readCount(in, 1);
    var numbers = new ArrayList<Long>(count);
    for (int i = 0; i < count; i++) {
      numbers.add(readLong(in));
    }
    return numbers;
  }
}
