// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.node;

import io.millrace.store.Stores;
import io.millrace.store.memory.InMemoryStores;

/** Opens the stores that the settings name. */
final class NodeStores {
  private NodeStores() {}

  static Stores open(NodeSettings settings) {
    return switch (settings.store()) {
      case MEMORY -> new InMemoryStores();
      case EMBEDDED, CASSANDRA -> throw new IllegalStateException("not yet");
    };
  }
}
