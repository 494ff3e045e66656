// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.client;

import io.millrace.v1.Receipt;
import io.millrace.v1.Refusal;
import io.millrace.v1.Stalled;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Writes down what a listener hears. */
final class Heard implements ProducerListener {
  final List<Integer> covered = new CopyOnWriteArrayList<>();
  final List<String> refusals = new CopyOnWriteArrayList<>();
  final List<String> stalls = new CopyOnWriteArrayList<>();

  @Override
  public void onReceipt(Receipt receipt, int coveredCount) {
    covered.add(coveredCount);
  }

  @Override
  public void onRefusal(Refusal refusal) {
    refusals.add(refusal.getSequence() + " " + refusal.getReason());
  }

  @Override
  public void onStalled(Stalled stalled) {
    stalls.add(stalled.getReason());
  }
}
