// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.model.MillraceException.Kind;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every {@link BlockLog} promises of headers. Each test works on a partition of its own. */
public interface HeadersContract {
  /** The stores under test; the same ones at every call. */
  Stores stores();

  private List<StoredHeader> headers(Head head, long after) {
    var all = new ArrayList<StoredHeader>();
    while (true) {
      var page = Stages.get(stores().blocks().headers(head, after + all.size()));
      if (page.isEmpty()) {
        return all;
      }
      all.addAll(page);
    }
  }

  @Test
  default void givenBlocks_whenHeadersAreReadPageByPage_thenAllInOrder() {
    var log = stores().blocks();
    var owner = Stages.get(log.claim(LogSteps.partition()));
    var head = LogSteps.append(log, owner, 130, 10);
    Stages.get(log.write(LogSteps.block(head, 131, 10)));

    var headers = headers(head, 0);

    assertThat(headers).hasSize(130);
    for (int i = 0; i < headers.size(); i++) {
      var block = LogSteps.block(head, i + 1, 10);
      assertThat(headers.get(i)).isEqualTo(new StoredHeader(i + 1, block.header()));
    }
    assertThat(headers(head, 127)).isEqualTo(headers.subList(127, 130));
    assertThat(headers(head, 130)).isEmpty();
  }

  @Test
  default void givenBlocksOfManyChunks_whenHeadersAreRead_thenOneEach() {
    var log = stores().blocks();
    var owner = Stages.get(log.claim(LogSteps.partition()));
    var head = LogSteps.append(log, owner, 3, 1_200_000);

    assertThat(headers(head, 0)).extracting(StoredHeader::sequence).containsExactly(1L, 2L, 3L);
  }

  @Test
  default void givenOrphanOfAnEarlierTerm_whenHeadersAreRead_thenPassedOver() {
    var log = stores().blocks();
    var first = Stages.get(log.claim(LogSteps.partition()));
    var one = LogSteps.append(log, first, 1, 10);
    Stages.get(log.write(LogSteps.block(one, 2, 10)));
    var second = Stages.get(log.claim(first.partition()));
    var head = LogSteps.append(log, second, 2, 10);

    assertThat(headers(head, 0)).extracting(StoredHeader::sequence).containsExactly(1L, 2L, 3L);
  }

  @Test
  default void givenTruncatedLog_whenHeadersAreReadFromItsBeginning_thenNotFound() {
    var log = stores().blocks();
    var owner = Stages.get(log.claim(LogSteps.partition()));
    var head = LogSteps.truncate(log, LogSteps.append(log, owner, 4, 10), 3);

    assertThat(Stages.outcome(log.headers(head, 0)).failureKind()).isEqualTo(Kind.NOT_FOUND);
    assertThat(headers(head, 3)).extracting(StoredHeader::sequence).containsExactly(4L, 5L);
  }
}
