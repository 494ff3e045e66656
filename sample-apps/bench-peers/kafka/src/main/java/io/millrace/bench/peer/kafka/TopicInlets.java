// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.peer.kafka;

import io.millrace.bench.peer.stream.Inlets;
import java.util.ArrayList;
import java.util.List;

/** The producers of a topic. Not thread-safe. */
public final class TopicInlets implements Inlets, AutoCloseable {
  private final String address;
  private final String topic;
  private final List<TopicInlet> opened = new ArrayList<>();

  /**
   * @param address of the broker
   */
  public TopicInlets(String address, String topic) {
    this.address = address;
    this.topic = topic;
  }

  @Override
  public TopicInlet inlet(int number) {
    while (opened.size() <= number) {
      opened.add(new TopicInlet(address, topic));
    }
    return opened.get(number);
  }

  @Override
  public void close() {
    opened.forEach(TopicInlet::close);
  }
}
