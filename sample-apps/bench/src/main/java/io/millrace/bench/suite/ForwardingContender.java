// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.suite;

import java.io.IOException;
import java.util.Map;

/** Does as another contender does, but for what a subclass does otherwise. */
public abstract class ForwardingContender implements Contender {
  private final Contender contender;

  /**
   * @param contender closed with this one
   */
  protected ForwardingContender(Contender contender) {
    this.contender = contender;
  }

  @Override
  public String name() {
    return contender.name();
  }

  @Override
  public Map<String, String> settings() {
    return contender.settings();
  }

  @Override
  public String promises() {
    return contender.promises();
  }

  @Override
  public boolean takes(Load load) {
    return contender.takes(load);
  }

  @Override
  public Measurement round(Load load) throws IOException, InterruptedException {
    return contender.round(load);
  }

  @Override
  public void close() {
    contender.close();
  }
}
