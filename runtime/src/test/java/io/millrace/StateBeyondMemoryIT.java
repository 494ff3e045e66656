// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.typesafe.config.ConfigFactory;
import io.millrace.processor.Effect;
import io.millrace.processor.Job;
import io.millrace.store.embedded.EmbeddedCassandra;
import io.millrace.store.embedded.SharedCassandra;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A node whose keys take several times the memory that they may have, over a real Cassandra. */
@Timeout(240)
class StateBeyondMemoryIT {
  private static final String NAME = "beyond-memory";
  private static final int KEYS = 6_000;
  private static final int STATE_BYTES = 1_000;

  /** Counts, in a state that is mostly ballast. */
  private static final Job JOB =
      Job.of(
              NAME,
              () ->
                  (record, context) -> {
                    long before =
                        context.state().map(s -> s.asReadOnlyByteBuffer().getLong()).orElse(0L);
                    byte[] state = new byte[STATE_BYTES];
                    // Noise, so that the disk holds as much as there is.
                    new Random(before).nextBytes(state);
                    ByteBuffer.wrap(state).putLong(before + 1);
                    return Effect.builder()
                        .setState(ByteString.copyFrom(state))
                        .emit(ByteString.copyFromUtf8(Long.toString(before + 1)))
                        .build();
                  })
          .withPartitions(4);

  private Millrace start(Path cold) {
    InetSocketAddress address = SharedCassandra.get().contactPoint();
    return Millrace.embedded(
        EmbeddedSettings.of(JOB)
            .withCassandra(
                List.of(address.getHostString() + ":" + address.getPort()),
                EmbeddedCassandra.DATACENTER,
                "beyond_memory")
            .withConfig(
                ConfigFactory.parseString(
                    """
                    millrace.state { memory-max = 2 MiB, disk-cache = 8 MiB, folder = "%s" }
                    millrace.partition.snapshot-blocks = 20
                    """
                        .formatted(cold))));
  }

  private static String key(int number) {
    return "key-" + number;
  }

  private static void countAll(Millrace millrace, long seed) {
    List<Integer> order = new ArrayList<>(IntStream.range(0, KEYS).boxed().toList());
    Collections.shuffle(order, new Random(seed));
    CompletableFuture<?>[] receipts =
        order.stream()
            .map(number -> millrace.submit(NAME, key(number), "1").toCompletableFuture())
            .toArray(CompletableFuture<?>[]::new);
    CompletableFuture.allOf(receipts).join();
  }

  /** Files that are compacted away meanwhile count nothing. */
  private static long onDisk(Path cold) throws IOException {
    var sum = new AtomicLong();
    Files.walkFileTree(
        cold,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            sum.addAndGet(attributes.size());
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException failure)
              throws IOException {
            if (failure instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE;
            }
            throw failure;
          }
        });
    return sum.get();
  }

  @Test
  void givenThreeTimesTheMemory_whenTheDiskIsLostToo_thenEachKeyIsCountedOnce(@TempDir Path folder)
      throws IOException {
    Path cold = folder.resolve("cold");
    try (var millrace = start(cold)) {
      countAll(millrace, 1);
      countAll(millrace, 2);
      assertThat(onDisk(cold)).as("bytes of cold keys").isGreaterThan(1 << 20);
      assertEach(millrace, "2");
    }
    Path elsewhere = folder.resolve("elsewhere");
    try (var millrace = start(elsewhere)) {
      countAll(millrace, 3);
      assertThat(onDisk(elsewhere)).as("bytes of cold keys").isGreaterThan(1 << 20);
      assertEach(millrace, "3");
    }
  }

  private static void assertEach(Millrace millrace, String count) {
    for (int number = 0; number < KEYS; number++) {
      assertThat(millrace.get(NAME, key(number)).map(r -> r.getValue().toStringUtf8()))
          .as(key(number))
          .contains(count);
    }
  }
}
