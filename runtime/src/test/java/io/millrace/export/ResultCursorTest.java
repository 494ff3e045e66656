// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.millrace.client.ClientSettings;
import io.millrace.client.MillraceClient;
import io.millrace.v1.LogRange;
import io.millrace.v1.Position;
import io.millrace.v1.Result;
import io.millrace.v1.ResultServiceGrpc.ResultServiceImplBase;
import io.millrace.v1.ScanRequest;
import io.millrace.v1.ScanResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Reads from a service that keeps going away. */
@Timeout(60)
class ResultCursorTest {
  private static final LogPart PART = new LogPart(3, 10, 14);
  private static final int RESULTS_OF_A_BLOCK = 5;

  private final Scans scans = new Scans();
  private final Server server;
  private final MillraceClient client;

  ResultCursorTest() throws IOException {
    server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .addService(scans)
            .build()
            .start();
    client =
        MillraceClient.connect(List.of("127.0.0.1:" + server.getPort()), ClientSettings.defaults());
  }

  @AfterEach
  void stop() {
    client.close();
    server.shutdownNow();
  }

  /** Has four blocks of five results; breaks each call after so many. */
  private static final class Scans extends ResultServiceImplBase {
    final List<LogRange> asked = new CopyOnWriteArrayList<>();
    volatile int breakAfter = Integer.MAX_VALUE;
    volatile Status failure = Status.UNAVAILABLE;

    @Override
    public void scan(ScanRequest request, StreamObserver<ScanResponse> observer) {
      LogRange range = request.getRanges(0);
      asked.add(range);
      int sent = 0;
      for (long block = range.getAfterBlock() + 1; block <= range.getUpToBlock(); block++) {
        int first = block == range.getAfterBlock() + 1 ? range.getSkip() : 0;
        for (int index = first; index < RESULTS_OF_A_BLOCK; index++) {
          if (sent++ == breakAfter) {
            observer.onError(failure.asRuntimeException());
            return;
          }
          observer.onNext(ScanResponse.newBuilder().addResults(at(block, index)).build());
        }
      }
      observer.onCompleted();
    }
  }

  private static Result at(long block, int index) {
    return Result.newBuilder()
        .setPosition(Position.newBuilder().setPartition(3).setBlock(block).setIndex(index))
        .build();
  }

  private static List<Result> behind(long block, int index) {
    var results = new ArrayList<Result>();
    for (long b = 11; b <= 14; b++) {
      for (int i = 0; i < RESULTS_OF_A_BLOCK; i++) {
        if (b > block || (b == block && i > index)) {
          results.add(at(b, i));
        }
      }
    }
    return results;
  }

  private List<Result> readAll(LogPart part, Position last) {
    var results = new ArrayList<Result>();
    try (var cursor = new ResultCursor(client, ScanRequest.getDefaultInstance(), part, last)) {
      for (Result r = cursor.next(); r != null; r = cursor.next()) {
        results.add(r);
      }
    }
    return results;
  }

  @Test
  void givenServiceThatBreaksAgainAndAgain_whenRead_thenEachResultOnceAndInOrder() {
    scans.breakAfter = 3;

    List<Result> results = readAll(PART, at(11, 1).getPosition());

    assertThat(results).isEqualTo(behind(11, 1));
    assertThat(scans.asked)
        .hasSize(6)
        .first()
        .isEqualTo(
            LogRange.newBuilder()
                .setPartition(3)
                .setAfterBlock(10)
                .setSkip(2)
                .setUpToBlock(14)
                .build());
  }

  @Test
  void givenRefusal_whenRead_thenItComesOutAtOnce() {
    scans.breakAfter = 2;
    scans.failure = Status.NOT_FOUND.withDescription("block has been truncated");

    assertThatThrownBy(() -> readAll(PART, at(12, 0).getPosition()))
        .hasMessageContaining("block has been truncated");
    assertThat(scans.asked).hasSize(1);
  }

  @Test
  void givenNoProgress_whenRead_thenGivesUpAfterItsTries() {
    scans.breakAfter = 0;
    var pauses = new ArrayList<Long>();

    assertThatThrownBy(
            () -> {
              try (var cursor =
                  new ResultCursor(
                      client, ScanRequest.getDefaultInstance(), PART, null, pauses::add)) {
                cursor.next();
              }
            })
        .hasMessageContaining("UNAVAILABLE");
    assertThat(scans.asked).hasSize(ResultCursor.TRIES_MAX + 1);
    assertThat(pauses).containsExactly(100L, 200L, 400L, 800L, 1_600L, 3_200L, 5_000L, 5_000L);
  }
}
