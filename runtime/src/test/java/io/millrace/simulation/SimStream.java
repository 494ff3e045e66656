// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.simulation;

import io.millrace.ingest.SessionOutput;
import io.millrace.ingest.SessionOutput.Answered;
import io.millrace.ingest.SessionOutput.Failed;
import io.millrace.ingest.SessionOutput.Finished;
import io.millrace.ingest.SessionOutput.Opened;
import io.millrace.model.DataRecord;
import io.millrace.v1.Receipt;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One stream of a client, as the client sees it. */
final class SimStream {
  private final World world;
  private final SimClient client;
  private final Generation generation;
  private final int number;
  private final Link link;
  private final ArrayDeque<Long> again = new ArrayDeque<>();
  private @Nullable SimSession session;
  private boolean welcomed;
  private boolean room;
  private boolean over;

  SimStream(World world, SimClient client, Generation generation, int number, SimGateway gateway) {
    this.world = world;
    this.client = client;
    this.generation = generation;
    this.number = number;
    this.link = new Link(world, client.process(), gateway.process());
    again.addAll(generation.unanswered());
    boolean fresh = generation.isFresh();
    long incarnation = generation.incarnation();
    link.up(
        () -> {
          session = gateway.open(this, link, client.producer(), incarnation);
          session.begin(fresh);
        });
    client.process().after(world.swarm.patienceMs * World.MS, this::onWelcomeLate);
  }

  Generation generation() {
    return generation;
  }

  private void onWelcomeLate() {
    if (!welcomed) {
      disconnect();
    }
  }

  /** There is room for another group. */
  void room() {
    room = true;
    pump();
  }

  /** Sends a group if it may: first what is to be sent again, then what is new. */
  void pump() {
    if (!room || !welcomed || over) {
      return;
    }
    int most = 1 + world.random.nextInt(4);
    var records = new ArrayList<DataRecord>();
    while (records.size() < most && !again.isEmpty()) {
      records.add(generation.record(again.remove()));
    }
    while (records.size() < most && again.isEmpty() && client.makesFor(this)) {
      records.add(generation.make());
    }
    if (!records.isEmpty()) {
      room = false;
      List<DataRecord> group = List.copyOf(records);
      link.up(
          () -> {
            if (session != null) {
              session.records(group);
            }
          });
    }
  }

  /** The session puts something out. */
  void output(SessionOutput output) {
    if (output instanceof Opened opened) {
      welcomed = true;
      generation.opened(opened.welcome().getIncarnation());
      pump();
    } else if (output instanceof Answered answered) {
      answered.answers().getReceiptsList().forEach(this::receipt);
      if (answered.answers().getRefusalsCount() > 0) {
        throw new Violation("refused: " + answered.answers().getRefusalsList());
      }
      client.progress(this);
    } else if (output instanceof Failed failed) {
      over = true;
      client.failed(this, failed.cause().kind(), failed.cause());
    } else if (output instanceof Finished) {
      over = true;
    }
  }

  private void receipt(Receipt receipt) {
    long sequence = receipt.getFirstSequence();
    generation.acknowledged(sequence, receipt);
    for (long step : receipt.getStepsList()) {
      sequence += step;
      generation.acknowledged(sequence, receipt);
    }
    if (sequence != receipt.getLastSequence()) {
      throw new Violation("receipt does not add up: " + receipt);
    }
  }

  /** The connection breaks. */
  void disconnect() {
    link.close(this::broken, this::abandon);
  }

  private void abandon() {
    if (session != null) {
      session.abandon();
    }
  }

  /** The client hears that the connection broke. */
  void broken() {
    if (!over) {
      over = true;
      client.broken(this);
    }
  }

  boolean isOver() {
    return over;
  }

  @Override
  public String toString() {
    return generation + "#" + number;
  }
}
