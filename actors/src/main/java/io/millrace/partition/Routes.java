// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.partition;

import com.google.protobuf.ByteString;
import io.millrace.model.Fields;
import io.millrace.model.PartitionMap;
import io.millrace.model.ResultRecord;
import io.millrace.model.Token;
import io.millrace.processor.Edge;
import io.millrace.processor.Effect;
import io.millrace.processor.Graph;
import io.millrace.processor.KeyBy;
import io.millrace.processor.Stage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Where the outputs and messages of one stage go: which stage, which of its partitions, under which
 * key. Immutable, thread-safe.
 */
public final class Routes {
  /** Of a stage from which nothing goes anywhere. */
  public static final Routes NONE = new Routes(Stage.MAIN, Map.of(), Map.of());

  private final String stage;
  private final Map<String, List<Way>> byTag;
  private final Map<String, PartitionMap.Router> reachable;

  private record Way(String stage, KeyBy keyBy, PartitionMap.Router router) {}

  /** A record on its way out, as yet without sequence. */
  record Draft(int target, ByteString key, ByteString value, long eventTimeMs, Fields fields) {
    int weight() {
      return 32 + key.size() + value.size() + 16 * fields.size() + fields.weight();
    }
  }

  private Routes(
      String stage, Map<String, List<Way>> byTag, Map<String, PartitionMap.Router> reachable) {
    this.stage = stage;
    this.byTag = byTag;
    this.reachable = reachable;
  }

  /**
   * The routes from one stage.
   *
   * @param stage its name
   * @param maps the partitions of every stage, by name
   */
  public static Routes of(Graph graph, String stage, Function<String, PartitionMap> maps) {
    var reachable = new HashMap<String, PartitionMap.Router>();
    for (String behind : graph.behind(stage)) {
      reachable.put(behind, maps.apply(behind).router());
    }
    var byTag = new HashMap<String, List<Way>>();
    for (Edge edge : graph.from(stage)) {
      edge.keyBy()
          .ifPresent(
              keyBy ->
                  byTag
                      .computeIfAbsent(edge.tag(), tag -> new ArrayList<>(1))
                      .add(new Way(edge.to(), keyBy, maps.apply(edge.to()).router())));
    }
    return new Routes(stage, byTag, reachable);
  }

  /** Whether outputs of this tag travel on, and so are no results. */
  boolean travels(String tag) {
    return !byTag.isEmpty() && byTag.containsKey(tag);
  }

  /**
   * Drafts what an effect sends on, in order: its outputs that travel, then its messages.
   *
   * @param key the key that the effect belongs to
   * @param eventTimeMs event time of its outputs
   * @param drafts where they are added
   * @throws RuntimeException the processor's failure: no such stage, no key, or keyBy threw
   */
  void draft(ByteString key, long eventTimeMs, Effect effect, List<Draft> drafts) {
    if (!byTag.isEmpty()) {
      for (Effect.Output output : effect.outputs()) {
        List<Way> ways = byTag.get(output.tag());
        if (ways != null) {
          var result =
              new ResultRecord(output.tag(), key, output.value(), eventTimeMs, output.fields());
          for (Way way : ways) {
            drafts.add(draft(way, result));
          }
        }
      }
    }
    for (Effect.Message message : effect.messages()) {
      PartitionMap.Router router = reachable.get(message.stage());
      if (router == null) {
        throw new IllegalStateException(
            "message to stage '"
                + message.stage()
                + "' from stage '"
                + stage
                + "' (expected: "
                + (reachable.isEmpty()
                    ? "none: no stage lies behind it"
                    : "a stage behind it: "
                        + String.join(", ", reachable.keySet().stream().sorted().toList()))
                + ")");
      }
      checkKey(message.key(), message.stage(), "message");
      drafts.add(
          new Draft(
              router.partitionOf(Token.of(message.key())),
              message.key(),
              message.value(),
              message.eventTimeMs(),
              message.fields()));
    }
  }

  private Draft draft(Way way, ResultRecord result) {
    ByteString key = way.keyBy().keyOf(result);
    checkKey(key, way.stage(), "keyBy");
    return new Draft(
        way.router().partitionOf(Token.of(key)),
        key,
        result.value(),
        result.eventTimeMs(),
        result.fields());
  }

  private void checkKey(ByteString key, String to, String what) {
    if (key == null || key.isEmpty()) {
      throw new IllegalStateException(
          what
              + " from stage '"
              + stage
              + "' to '"
              + to
              + "': key "
              + (key == null ? "null" : "empty")
              + " (expected: at least 1 byte)");
    }
  }
}
