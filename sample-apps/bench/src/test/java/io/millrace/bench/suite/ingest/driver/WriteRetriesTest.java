// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.suite.ingest.driver;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.DefaultConsistencyLevel;
import com.datastax.oss.driver.api.core.metadata.Node;
import com.datastax.oss.driver.api.core.servererrors.DefaultWriteType;
import com.datastax.oss.driver.api.core.servererrors.InvalidQueryException;
import com.datastax.oss.driver.api.core.servererrors.OverloadedException;
import com.datastax.oss.driver.api.core.servererrors.WriteTimeoutException;
import java.lang.reflect.Proxy;
import org.junit.jupiter.api.Test;

class WriteRetriesTest {
  private final Node node =
      (Node)
          Proxy.newProxyInstance(
              Node.class.getClassLoader(),
              new Class<?>[] {Node.class},
              (proxy, method, arguments) -> null);

  @Test
  void givenTimeout_whenTried_thenAgainUntilItIsEnough() {
    var timeout =
        new WriteTimeoutException(
            node, DefaultConsistencyLevel.LOCAL_QUORUM, 0, 1, DefaultWriteType.UNLOGGED_BATCH);

    assertThat(WriteRetries.isWorthOneMore(timeout, 0)).isTrue();
    assertThat(WriteRetries.isWorthOneMore(timeout, WriteRetries.MAX - 1)).isTrue();
    assertThat(WriteRetries.isWorthOneMore(timeout, WriteRetries.MAX)).isFalse();
    assertThat(WriteRetries.isWorthOneMore(new OverloadedException(node), 0)).isTrue();
  }

  @Test
  void givenStatementThatIsWrong_whenTried_thenNeverAgain() {
    assertThat(WriteRetries.isWorthOneMore(new InvalidQueryException(node, "no table"), 0))
        .isFalse();
  }
}
