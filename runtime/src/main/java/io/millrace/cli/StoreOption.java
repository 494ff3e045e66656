// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli;

import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.millrace.node.NodeSettings;
import io.millrace.node.NodeStores;
import io.millrace.node.StoreKind;
import io.millrace.store.JobEntry;
import io.millrace.store.Stores;
import java.nio.file.Path;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import picocli.CommandLine.Option;

/** Where the store is that a command reads, without a node. A picocli mixin. */
@SuppressWarnings("NullAway.Init") // picocli sets the field
final class StoreOption {
  @Option(
      names = "--config",
      required = true,
      paramLabel = "FILE",
      description = "Settings that name the store, as for millrace node.")
  private Path config;

  /** The settings; CALLER if they are wrong, or name no store that outlives a node. */
  NodeSettings settings() {
    NodeSettings settings = NodeSettings.load(config);
    if (settings.store() == StoreKind.MEMORY) {
      throw MillraceException.of(Kind.CALLER, "nothing is stored")
          .with("millrace.node.store", "memory")
          .with("expected", "cassandra, embedded");
    }
    return settings;
  }

  /** Opens the store. */
  Stores open() {
    return NodeStores.open(settings());
  }

  /** Waits for the store; its failure is thrown as it is. */
  static <T> T get(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof MillraceException cause ? cause : e;
    }
  }

  /** A job of the store; NOT_FOUND if there is none of the name. */
  static JobEntry job(Stores stores, String name) {
    return get(stores.jobs().find(name))
        .orElseThrow(
            () ->
                MillraceException.of(Kind.NOT_FOUND, "unknown job")
                    .with("job", name)
                    .with("expected", "a name that `millrace jobs list` shows"));
  }
}
