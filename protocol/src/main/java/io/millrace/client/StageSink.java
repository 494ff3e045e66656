// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.client;

import io.millrace.model.MillraceException;
import io.millrace.v1.Receipt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Completes one record's stage, without the session's lock. */
final class StageSink implements AnswerSink {
  private final SessionLock lock;
  private final CompletableFuture<Receipt> stage = new CompletableFuture<>();

  StageSink(SessionLock lock) {
    this.lock = lock;
  }

  CompletionStage<Receipt> stage() {
    return stage;
  }

  @Override
  public void answered(long sequence, Receipt receipt, @Nullable String refusal) {
    if (refusal == null) {
      lock.afterwards(() -> stage.complete(receipt));
    } else {
      var refused = new RecordRefusedException(sequence, refusal, receipt);
      lock.afterwards(() -> stage.completeExceptionally(refused));
    }
  }

  @Override
  public void failed(MillraceException reason) {
    lock.afterwards(() -> stage.completeExceptionally(reason));
  }
}
