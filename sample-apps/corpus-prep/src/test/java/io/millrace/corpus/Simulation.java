// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus;

import com.google.protobuf.ByteString;
import io.millrace.corpus.document.DocumentId;
import io.millrace.corpus.near.Message.TakeDown;
import io.millrace.corpus.near.NearSettings;
import io.millrace.corpus.near.Sent;
import io.millrace.corpus.near.UnionFind;
import io.millrace.corpus.read.Documents;
import io.millrace.corpus.recipe.RuleModels;
import io.millrace.model.DataRecord;
import io.millrace.model.Fields;
import io.millrace.processor.Effect;
import io.millrace.processor.Effect.Output;
import io.millrace.processor.Effect.StateAction;
import io.millrace.processor.Processor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The job without anything beneath it: the real processors, states in maps, and everything that is
 * under way, between stages and by way of the feedback, in one bag, from which any comes next.
 */
final class Simulation {
  /** Two documents and their similarity, the lower id first. */
  record Pair(DocumentId low, DocumentId high) {
    static Pair of(DocumentId one, DocumentId other) {
      return one.compareTo(other) < 0 ? new Pair(one, other) : new Pair(other, one);
    }
  }

  private record Delivery(String stage, ByteString key, ByteString value, Fields fields) {}

  private final Map<String, Processor> processors;
  private final Map<String, Map<ByteString, ByteString>> states =
      Map.of(DocumentsProcessor.STAGE, new HashMap<>(), BandsProcessor.STAGE, new HashMap<>());
  private final List<Delivery> underWay = new ArrayList<>();
  private final Random random;
  private long sequence;
  private long loops;
  private long loopBytes;

  private final Map<DocumentId, FirstText> texts = new HashMap<>();

  /** All that stayed at some time. */
  final Map<DocumentId, Fields> kept = new LinkedHashMap<>();

  /** Those that stay. */
  final Set<DocumentId> standing = new TreeSet<>();

  final Map<DocumentId, Fields> demoted = new LinkedHashMap<>();
  final Map<Pair, Double> compared = new HashMap<>();
  final List<Fields> removedOtherwise = new ArrayList<>();

  Simulation(NearSettings near, Random random) {
    this.random = random;
    this.processors =
        Map.of(
            DocumentsProcessor.STAGE,
            new DocumentsProcessor(near, new RecipeRules(new RuleModels())),
            BandsProcessor.STAGE,
            new BandsProcessor(near));
  }

  /** Puts a document under way. */
  void add(String source, String path, String text) {
    ByteString value = ByteString.copyFromUtf8(text);
    Fields fields = DocumentFields.of(Documents.of(source, path, text), "preset = none");
    underWay.add(new Delivery(DocumentsProcessor.STAGE, Fingerprint.of(value), value, fields));
  }

  /** Puts under way that a document is taken down. */
  void takeDown(DocumentId id) {
    ByteString value = new TakeDown("request 17").encode();
    underWay.add(new Delivery(DocumentsProcessor.STAGE, id.bytes(), value, Fields.EMPTY));
  }

  /** Delivers whatever comes next, until nothing is under way. */
  void run() {
    while (!underWay.isEmpty()) {
      int place = random.nextInt(underWay.size());
      Delivery next = underWay.set(place, underWay.get(underWay.size() - 1));
      underWay.remove(underWay.size() - 1);
      deliver(next);
    }
  }

  /** The same in the order in which things were put under way. */
  void runInOrder() {
    for (int at = 0; at < underWay.size(); at++) {
      deliver(underWay.get(at));
    }
    underWay.clear();
  }

  private void deliver(Delivery next) {
    Map<ByteString, ByteString> state = Objects.requireNonNull(states.get(next.stage));
    var record =
        new DataRecord(++sequence, next.key, next.value, DataRecord.NO_EVENT_TIME, next.fields);
    Effect effect =
        Objects.requireNonNull(processors.get(next.stage))
            .process(record, () -> Optional.ofNullable(state.get(next.key)));
    if (effect.stateAction() == StateAction.SET) {
      state.put(next.key, effect.state());
    }
    effect.messages().stream()
        .filter(m -> states.containsKey(m.stage()))
        .forEach(m -> underWay.add(new Delivery(m.stage(), m.key(), m.value(), m.fields())));
    effect.outputs().forEach(output -> take(next.key, output));
  }

  private void take(ByteString key, Output output) {
    switch (output.tag()) {
      case Looped.TAG -> {
        Looped looped = Looped.decode(output.value());
        loops++;
        loopBytes += output.value().size();
        underWay.add(back(looped));
      }
      case DocumentsProcessor.COMPARED -> {
        double before = compared.getOrDefault(pair(key, output), -1.0);
        if (before >= 0) {
          throw new AssertionError("compared twice: " + pair(key, output));
        }
        compared.put(pair(key, output), output.fields().doubleValue("jaccard").orElseThrow());
      }
      case DocumentsProcessor.REMOVED -> {
        if (isNearDuplicate(output)) {
          demoted.put(Sent.idOf(key), output.fields());
        } else {
          removedOtherwise.add(output.fields());
        }
      }
      default -> {
        DocumentId id = Sent.idOf(key);
        if (!output.value().isEmpty()) {
          texts.putIfAbsent(id, new FirstText(output.value(), output.fields()));
          kept.putIfAbsent(id, output.fields());
          if (!standing.add(id)) {
            throw new AssertionError("kept twice: " + id);
          }
        } else if (!standing.remove(id) && isNearDuplicate(output)) {
          throw new AssertionError("demoted twice: " + id);
        }
      }
    }
  }

  private static boolean isNearDuplicate(Output output) {
    return output.fields().text("reason").orElseThrow().equals("near_duplicate");
  }

  /** What the feedback submits. */
  private Delivery back(Looped looped) {
    if (!Wanted.isWanted(looped.value())) {
      return new Delivery(DocumentsProcessor.STAGE, looped.key(), looped.value(), Fields.EMPTY);
    }
    FirstText first = Objects.requireNonNull(texts.get(DocumentId.of(looped.key())));
    Fields fields = first.record(Wanted.decode(looped.value()));
    return new Delivery(DocumentsProcessor.STAGE, looped.key(), first.text(), fields);
  }

  private static Pair pair(ByteString key, Output output) {
    return Pair.of(Sent.idOf(key), DocumentId.of(output.value()));
  }

  long loops() {
    return loops;
  }

  long loopBytes() {
    return loopBytes;
  }

  /** Bytes of all states of a stage, keys included. */
  long stateBytes(String stage) {
    return Objects.requireNonNull(states.get(stage)).entrySet().stream()
        .mapToLong(e -> e.getKey().size() + e.getValue().size())
        .sum();
  }

  /** Who stays for a document, itself or another: following the winners. */
  DocumentId survivor(DocumentId id) {
    DocumentId at = id;
    for (int steps = 0; demoted.containsKey(at); steps++) {
      if (steps > demoted.size()) {
        throw new AssertionError("winners go round in a circle: " + id);
      }
      at =
          DocumentId.parse(Objects.requireNonNull(demoted.get(at)).text("kept_hash").orElseThrow());
    }
    return at;
  }

  /** Documents by who stays for them. */
  Map<DocumentId, Set<DocumentId>> clusters() {
    var clusters = new TreeMap<DocumentId, Set<DocumentId>>();
    for (DocumentId id : kept.keySet()) {
      clusters.computeIfAbsent(survivor(id), survivor -> new TreeSet<>()).add(id);
    }
    return clusters;
  }

  private static int place(Map<DocumentId, Integer> places, DocumentId id) {
    return Objects.requireNonNull(places.get(id));
  }

  /** The components of all pairs that were found with at least this similarity. */
  List<Set<DocumentId>> closure(double threshold) {
    var ids = new ArrayList<>(kept.keySet());
    var places = new HashMap<DocumentId, Integer>();
    ids.forEach(id -> places.put(id, places.size()));
    var union = new UnionFind(ids.size());
    compared.forEach(
        (pair, jaccard) -> {
          if (jaccard >= threshold) {
            union.unite(place(places, pair.low()), place(places, pair.high()));
          }
        });
    var components = new TreeMap<Integer, Set<DocumentId>>();
    for (int n = 0; n < ids.size(); n++) {
      components.computeIfAbsent(union.find(n), root -> new TreeSet<>()).add(ids.get(n));
    }
    return List.copyOf(components.values());
  }
}
