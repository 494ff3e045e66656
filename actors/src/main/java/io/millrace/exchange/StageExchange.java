// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.exchange;

import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.millrace.model.OutboxRecord;
import io.millrace.model.PartitionId;
import io.millrace.partition.Carrier;
import io.millrace.partition.PartitionReply;
import io.millrace.partition.PartitionReply.Committed;
import io.millrace.partition.PartitionReply.Expected;
import io.millrace.partition.PartitionReply.NotTaken;
import io.millrace.partition.PartitionReply.ProducerExpired;
import io.millrace.partition.PartitionReply.ProducerFenced;
import io.millrace.partition.PartitionReply.ProducerOpened;
import io.millrace.partition.PartitionReply.Waiting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One partition's way to all its targets, during one term. A target sees the partition as a
 * producer whose epoch is the term: so what an older owner still sends is refused, and what was
 * sent before is recognised. Not thread-safe: confined to the partition's owner.
 */
public final class StageExchange implements Carrier {
  private static final Logger LOG = LoggerFactory.getLogger(StageExchange.class);

  private final PartitionId source;
  private final ExchangeSettings settings;
  private final Road road;
  private final Map<Integer, TargetLane> lanes = new HashMap<>();
  private boolean over;

  /** The way of what this partition owes. */
  public StageExchange(PartitionId source, ExchangeSettings settings, Road road) {
    this.source = source;
    this.settings = settings;
    this.road = road;
  }

  @Override
  public void carry(List<OutboxRecord> committed) {
    if (over) {
      return;
    }
    var touched = new ArrayList<TargetLane>();
    for (OutboxRecord record : committed) {
      TargetLane lane =
          lanes.computeIfAbsent(record.target(), target -> new TargetLane(target, settings, road));
      if (lane.add(record)) {
        touched.add(lane);
      }
    }
    touched.forEach(TargetLane::pump);
  }

  @Override
  public void answered(PartitionReply reply) {
    TargetLane lane = lanes.get(reply.partition().number());
    if (over || lane == null) {
      return;
    }
    if (reply instanceof Committed m) {
      lane.committed(m.last());
    } else if (reply instanceof ProducerOpened m) {
      if (m.committed() > lane.newest()) {
        fail(
            MillraceException.of(Kind.CORRUPT, "the next stage knows records that were never sent")
                .with("partition", source)
                .with("target", reply.partition())
                .with("sequence", m.committed())
                .with("expected", "at most " + lane.newest()));
      } else {
        lane.opened(m.committed());
      }
    } else if (reply instanceof Expected m) {
      if (!lane.expected(m.attempt(), m.applied())) {
        LOG.atWarn()
            .addKeyValue("source", source)
            .addKeyValue("target", reply.partition())
            .addKeyValue("applied", m.applied())
            .log("target lacks records that it said were durable; asking again");
      }
    } else if (reply instanceof NotTaken m) {
      lane.notTaken(m.attempt(), Duration.ofMillis(m.retryAfterMs()));
    } else if (reply instanceof Waiting) {
      lane.waiting();
    } else if (reply instanceof ProducerFenced m) {
      fail(
          MillraceException.of(Kind.FENCED, "another owner sent to the next stage")
              .with("partition", source)
              .with("target", reply.partition())
              .with("newer", m.epochNumber()));
    } else if (reply instanceof ProducerExpired) {
      // An owner whose code is older than stages: another one will know better.
      LOG.atError()
          .addKeyValue("source", source)
          .addKeyValue("target", reply.partition())
          .log("target forgot a stage's producer; update the node that owns it");
      lane.notTaken(NotTaken.ANY_ATTEMPT, settings.backoffMax());
    } else {
      throw new IllegalStateException("reply: " + reply + " (expected: one to an append)");
    }
  }

  private void fail(MillraceException cause) {
    end();
    road.failed(cause);
  }

  @Override
  public void end() {
    over = true;
    lanes.clear();
  }
}
