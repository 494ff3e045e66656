// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.client;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import io.grpc.Drainable;
import io.grpc.KnownLength;
import io.grpc.MethodDescriptor;
import io.millrace.v1.Hello;
import io.millrace.v1.SubmitRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;

/**
 * A {@link SubmitRequest} as it goes over the wire, in pieces that are made already. Immutable if
 * its pieces are left alone; may be sent more than once.
 */
final class WireMessage {
  /** For a call that sends such messages. It reads none. */
  static final MethodDescriptor.Marshaller<WireMessage> MARSHALLER =
      new MethodDescriptor.Marshaller<>() {
        @Override
        public InputStream stream(WireMessage message) {
          return new Pieces(message);
        }

        @Override
        public WireMessage parse(InputStream stream) {
          throw new UnsupportedOperationException("requests are only sent");
        }
      };

  private final byte[] head;
  private final List<byte[]> records;
  private final int length;

  private WireMessage(byte[] head, List<byte[]> records, int recordsLength) {
    this.head = head;
    this.records = records;
    this.length = Math.addExact(head.length, recordsLength);
  }

  /** A stream's first message. */
  static WireMessage of(Hello hello) {
    byte[] all = SubmitRequest.newBuilder().setHello(hello).build().toByteArray();
    return new WireMessage(all, List.of(), 0);
  }

  /**
   * A batch.
   *
   * @param records each as {@link RecordBytes} makes it; not to be changed any more
   * @param bytes how long they are together
   */
  static WireMessage of(List<byte[]> records, int bytes) {
    byte[] head =
        new byte
            [CodedOutputStream.computeTagSize(SubmitRequest.BATCH_FIELD_NUMBER)
                + CodedOutputStream.computeUInt32SizeNoTag(bytes)];
    CodedOutputStream out = CodedOutputStream.newInstance(head);
    try {
      out.writeTag(SubmitRequest.BATCH_FIELD_NUMBER, WireFormat.WIRETYPE_LENGTH_DELIMITED);
      out.writeUInt32NoTag(bytes);
    } catch (IOException e) {
      throw new IllegalStateException("an array too short for what it was made for", e);
    }
    return new WireMessage(head, records, bytes);
  }

  /** The pieces, one behind the other. */
  private static final class Pieces extends InputStream implements KnownLength, Drainable {
    private final WireMessage message;
    private byte[] piece;
    private int at;
    private int next;
    private int left;

    Pieces(WireMessage message) {
      this.message = message;
      this.piece = message.head;
      this.left = message.length;
    }

    @Override
    public int available() {
      return left;
    }

    @Override
    public int read() {
      if (left == 0) {
        return -1;
      }
      skipEmpty();
      left--;
      return piece[at++] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int count) {
      if (left == 0 && count > 0) {
        return -1;
      }
      int read = 0;
      while (read < count && left > 0) {
        skipEmpty();
        int some = Math.min(count - read, piece.length - at);
        System.arraycopy(piece, at, into, from + read, some);
        read += some;
        moved(some);
      }
      return read;
    }

    @Override
    public int drainTo(OutputStream target) throws IOException {
      int drained = left;
      while (left > 0) {
        skipEmpty();
        int some = piece.length - at;
        target.write(piece, at, some);
        moved(some);
      }
      return drained;
    }

    private void skipEmpty() {
      while (at == piece.length) {
        piece = message.records.get(next++);
        at = 0;
      }
    }

    private void moved(int bytes) {
      at += bytes;
      left -= bytes;
    }
  }
}
