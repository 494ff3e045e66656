// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.gateway;

import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.stub.ServerCalls;
import io.millrace.v1.SubmitResponse;
import io.millrace.v1.SubmitServiceGrpc;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;

/**
 * Binds {@link SubmitEndpoint}: all as protobuf's generated code does, but for the stream's
 * requests, which are handed over as the bytes that came.
 */
final class SubmitBinding {
  private static final Marshaller<byte[]> BYTES =
      new Marshaller<>() {
        @Override
        public InputStream stream(byte[] value) {
          return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
          try {
            return all(stream);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        }
      };

  private SubmitBinding() {}

  /** What a message holds, copied once: its stream knows how much that is. */
  private static byte[] all(InputStream message) throws IOException {
    byte[] known = new byte[message.available()];
    int read = message.readNBytes(known, 0, known.length);
    int next = read < known.length ? -1 : message.read();
    if (next < 0) {
      return read < known.length ? Arrays.copyOf(known, read) : known;
    }
    byte[] rest = message.readAllBytes();
    byte[] whole = Arrays.copyOf(known, read + 1 + rest.length);
    whole[read] = (byte) next;
    System.arraycopy(rest, 0, whole, read + 1, rest.length);
    return whole;
  }

  /** The service, its stream handled by {@link SubmitEndpoint#submitBytes}. */
  static ServerServiceDefinition of(SubmitEndpoint endpoint) {
    ServerServiceDefinition usual = endpoint.bindService();
    MethodDescriptor<byte[], SubmitResponse> stream =
        SubmitServiceGrpc.getSubmitMethod().toBuilder(
                BYTES, SubmitServiceGrpc.getSubmitMethod().getResponseMarshaller())
            .build();
    ServiceDescriptor before = usual.getServiceDescriptor();
    var descriptor =
        ServiceDescriptor.newBuilder(before.getName())
            .setSchemaDescriptor(before.getSchemaDescriptor())
            .addMethod(stream);
    before.getMethods().stream()
        .filter(method -> !method.getFullMethodName().equals(stream.getFullMethodName()))
        .forEach(descriptor::addMethod);
    var service = ServerServiceDefinition.builder(descriptor.build());
    service.addMethod(stream, ServerCalls.asyncBidiStreamingCall(endpoint::submitBytes));
    usual.getMethods().stream()
        .filter(
            method ->
                !method
                    .getMethodDescriptor()
                    .getFullMethodName()
                    .equals(stream.getFullMethodName()))
        .forEach(service::addMethod);
    return service.build();
  }
}
