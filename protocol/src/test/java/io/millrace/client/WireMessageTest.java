// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.grpc.Drainable;
import io.millrace.model.DataRecord;
import io.millrace.model.Fields;
import io.millrace.v1.Hello;
import io.millrace.v1.RecordBatch;
import io.millrace.v1.SubmitRequest;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class WireMessageTest {
  private final Random random = new Random(7);

  @Test
  void givenAnyRecords_whenSentAsBatch_thenTheBytesAreThoseOfProtobuf() throws Exception {
    for (int i = 0; i < 500; i++) {
      var batch = RecordBatch.newBuilder();
      var records = new ArrayList<byte[]>();
      int bytes = 0;
      for (int count = 1 + random.nextInt(20); count > 0; count--) {
        long sequence = 1 + (random.nextLong() >>> (1 + random.nextInt(62)));
        OutgoingRecord record = record();
        records.add(RecordBytes.of(sequence, record));
        bytes += records.get(records.size() - 1).length;
        batch.addRecords(record.toMessage().setSequence(sequence));
      }

      byte[] sent = drained(WireMessage.of(records, bytes));

      var expected = SubmitRequest.newBuilder().setBatch(batch).build();
      if (batch.getRecordsList().stream().allMatch(record -> record.getFieldsCount() < 2)) {
        assertThat(sent).isEqualTo(expected.toByteArray());
      }
      assertThat(SubmitRequest.parseFrom(sent)).isEqualTo(expected);
    }
  }

  @Test
  void givenMessage_whenReadInAnyWay_thenSameBytesAndItsLengthIsKnown() throws Exception {
    byte[] one = RecordBytes.of(1, OutgoingRecord.of("a", "1"));
    byte[] other = RecordBytes.of(2, OutgoingRecord.of("bb", ""));
    var message = WireMessage.of(List.of(one, other), one.length + other.length);
    byte[] all = drained(message);

    InputStream bytewise = WireMessage.MARSHALLER.stream(message);
    for (int i = 0; i < all.length; i++) {
      assertThat(bytewise.available()).isEqualTo(all.length - i);
      assertThat(bytewise.read()).isEqualTo(all[i] & 0xff);
    }
    assertThat(bytewise.read()).isEqualTo(-1);
    for (int size = 1; size <= all.length + 1; size++) {
      InputStream some = WireMessage.MARSHALLER.stream(message);
      var read = new ByteArrayOutputStream();
      byte[] room = new byte[size];
      for (int n = some.read(room); n >= 0; n = some.read(room)) {
        read.write(room, 0, n);
      }
      assertThat(read.toByteArray()).isEqualTo(all);
    }
  }

  @Test
  void givenHello_whenSent_thenProtobufReadsIt() throws Exception {
    var hello = Hello.newBuilder().setJob("job").setProducer("producer").setIncarnation(7).build();

    byte[] sent = drained(WireMessage.of(hello));

    assertThat(SubmitRequest.parseFrom(sent).getHello()).isEqualTo(hello);
  }

  private OutgoingRecord record() {
    long time = random.nextBoolean() ? DataRecord.NO_EVENT_TIME : random.nextInt() - 1_000L;
    var fields = Fields.builder();
    for (int i = random.nextInt(8) - 5; i > 0; i--) {
      fields.put("field-" + i, i);
    }
    return new OutgoingRecord(bytes(1), bytes(0), time, fields.build());
  }

  private ByteString bytes(int min) {
    byte[] bytes = new byte[min + random.nextInt(300)];
    random.nextBytes(bytes);
    return ByteString.copyFrom(bytes);
  }

  private static byte[] drained(WireMessage message) throws Exception {
    var target = new ByteArrayOutputStream();
    try (InputStream stream = WireMessage.MARSHALLER.stream(message)) {
      int length = stream.available();
      assertThat(((Drainable) stream).drainTo(target)).isEqualTo(length);
      assertThat(stream.available()).isZero();
    }
    return target.toByteArray();
  }
}
