// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.store.cassandra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SchemaTest {
  @Test
  void givenShippedFile_whenCompared_thenItIsWhatTheCodeCreates() throws Exception {
    var shipped = Files.readString(Path.of("..", "config", "cassandra", "schema.cql"));

    assertThat(shipped).isEqualTo(new Schema("millrace", "dc1", 3).print());
  }

  @Test
  void givenNames_whenPrinted_thenEverywhereInTheirPlace() {
    var text = new Schema("mine", "east-1", 5).print();

    assertThat(text)
        .contains("CREATE KEYSPACE IF NOT EXISTS mine", "'east-1': 5", "EXISTS mine.head")
        .doesNotContain("%", "millrace");
  }

  @Test
  void givenNamesThatCouldBeStatements_whenMade_thenRefused() {
    assertThatThrownBy(() -> new Schema("a; DROP", "dc1", 1))
        .hasMessageContaining("keyspace: a; DROP");
    assertThatThrownBy(() -> new Schema("a", "dc'1", 1))
        .hasMessageContaining("local-datacenter: dc'1");
    assertThatThrownBy(() -> new Schema("a", "dc1", 0))
        .hasMessageContaining("replication-factor: 0");
  }
}
