// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.millrace.block.BlockHeader;
import io.millrace.store.JobEntry;
import io.millrace.store.memory.InMemoryStores;
import io.millrace.v1.Position;
import io.millrace.v1.Result;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A gateway that reads something else than what is committed is found, whatever it is. */
@Timeout(60)
class InspectionTest {
  private final Story story = new Story().commit("a:1", "a:2").commit("a:3").commit("a:4", "a:5");
  private final InMemoryStores stores = new InMemoryStores();

  @BeforeEach
  void commit() {
    var blocks = Story.stored(story.blocks());
    var last = blocks.get(blocks.size() - 1);
    stores
        .jobs()
        .register(new JobEntry(ChaosJob.NAME, Story.partition().job(), 1, Story.PARTITIONS))
        .toCompletableFuture()
        .join();
    var head = stores.blocks().claim(Story.partition()).toCompletableFuture().join();
    blocks.forEach(block -> stores.blocks().write(block).toCompletableFuture().join());
    var next = head.extend(last.sequence(), BlockHeader.decode(last.header()).chain());
    var moved = stores.blocks().compareAndSet(head, next).toCompletableFuture().join();
    assertThat(moved.applied()).isTrue();
  }

  private Verdict inspect(List<String> gateways) {
    var histories = List.of(Story.producer("a", 5));
    return new Inspection(stores, Story.WORKLOAD, histories).run(gateways);
  }

  private static void change(List<Result> results, int at, Consumer<Result.Builder> how) {
    var changed = results.get(at).toBuilder();
    how.accept(changed);
    results.set(at, changed.build());
  }

  private static Position.Builder place(Result.Builder result) {
    return result.getPositionBuilder();
  }

  /** Ways to read wrongly. */
  static Stream<Named<Consumer<List<Result>>>> wrongReadings() {
    var other = ByteString.copyFromUtf8("other");
    return Stream.of(
        Named.of("nothing", List::clear),
        Named.of("the last left out", results -> results.remove(results.size() - 1)),
        Named.of("one in the middle left out", results -> results.remove(2)),
        Named.of("one twice", results -> results.add(2, results.get(2))),
        Named.of("two exchanged", results -> Collections.swap(results, 0, 1)),
        Named.of("another value", results -> change(results, 3, r -> r.setValue(other))),
        Named.of("another key", results -> change(results, 3, r -> r.setKey(other))),
        Named.of("another block", results -> change(results, 2, r -> place(r).setBlock(3))),
        Named.of("another index", results -> change(results, 1, r -> place(r).setIndex(4))));
  }

  @Test
  void givenGatewayThatReadsWhatIsCommitted_whenInspected_thenClean() throws IOException {
    try (var right = FakeReader.of(story.results())) {
      assertThat(inspect(List.of(right.address())).isClean()).isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("wrongReadings")
  void givenGatewayThatReadsSomethingElse_whenInspected_thenReadAndNothingElse(
      Consumer<List<Result>> spoil) throws IOException {
    var spoilt = new ArrayList<>(story.results());
    spoil.accept(spoilt);

    try (var right = FakeReader.of(story.results());
        var wrong = FakeReader.of(spoilt)) {
      var verdict = inspect(List.of(right.address(), wrong.address()));

      assertThat(verdict.count(Violation.READ)).isEqualTo(1);
      assertThat(verdict).asString().contains("{READ=1}").contains(wrong.address());
    }
  }
}
