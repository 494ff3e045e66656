// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus;

import com.google.protobuf.ByteString;
import io.millrace.corpus.Checked.Cluster;
import io.millrace.corpus.Checked.Match;
import io.millrace.corpus.Checked.Verdict;
import io.millrace.corpus.document.DocumentId;
import io.millrace.corpus.near.Bands;
import io.millrace.corpus.near.DocState.Standing;
import io.millrace.corpus.near.Finding.Known;
import io.millrace.corpus.near.Finding.Neighbour;
import io.millrace.corpus.near.Finding.Placed;
import io.millrace.corpus.near.Inquiry;
import io.millrace.corpus.near.MinHash;
import io.millrace.corpus.near.NearSettings;
import io.millrace.corpus.near.Resident;
import io.millrace.corpus.near.Sent;
import io.millrace.corpus.near.ShingleSet;
import io.millrace.corpus.near.Shingler;
import io.millrace.corpus.read.DocumentReader;
import io.millrace.corpus.recipe.RuleModels;
import io.millrace.model.Asker;
import io.millrace.model.Fields;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.millrace.model.Question;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Says whether the job knows a text, or one that is nearly the same, while the job goes on; changes
 * nothing. It asks what the job itself would: the key of the text for its twin, the bands of its
 * signature for documents that may be similar, those for their exact similarity, and then the nodes
 * of the nearest one's cluster up to the root for who stays. What a run submitted but a feedback
 * has not brought back yet may not be seen.
 *
 * <p>Thread-safe. Stages fail as those of the {@link Asker} do.
 */
final class DuplicateCheck {
  /** Documents that are compared exactly, best estimates first. */
  static final int CANDIDATES_MAX = 16;

  /** What their questions may take; of long texts fewer are compared, but one always. */
  private static final int CANDIDATE_BYTES_MAX = 1 << 20;

  /** Nodes of a cluster that are asked one after the other on the way to its root. */
  private static final int HOPS_MAX = 256;

  /** Rules that are kept for later checks; more are at work only while more threads check. */
  private static final int IDLE_MAX = 16;

  private final Inquirer inquirer;
  private final NearSettings settings;
  private final Supplier<DocumentRules> rules;
  private final ArrayBlockingQueue<DocumentRules> idleRules = new ArrayBlockingQueue<>(IDLE_MAX);
  private final MinHash hash;

  /** One with the settings and rules of the job. */
  static DuplicateCheck of(Asker asker) {
    var models = new RuleModels();
    return new DuplicateCheck(asker, NearSettings.DEFAULT, () -> new RecipeRules(models));
  }

  /**
   * @param settings those of the job
   * @param rules makes what takes out of texts what the job's rules take out; each is used by one
   *     thread at a time
   */
  private DuplicateCheck(Asker asker, NearSettings settings, Supplier<DocumentRules> rules) {
    this.inquirer = new Inquirer(asker);
    this.settings = settings;
    this.rules = rules;
    this.hash = new MinHash(settings.bands() * settings.rows());
  }

  /**
   * A text as it is asked about.
   *
   * @param threshold exact similarity from which on it is a near duplicate, 0 to 1
   */
  private record Asked(
      DocumentId id,
      Optional<String> refusedBy,
      ShingleSet shingles,
      ByteString encoded,
      double threshold) {
    Checked checked(
        Verdict verdict, Optional<Cluster> cluster, Optional<Match> nearest, Optional<Match> kept) {
      return new Checked(id, verdict, refusedBy, cluster, nearest, kept);
    }

    Question comparedWith(DocumentId other) {
      return new Question(other.bytes(), new Inquiry.Compared(encoded).encode());
    }
  }

  private static Question placeOf(DocumentId id) {
    return new Question(Sent.nodeKey(id), new Inquiry.Place().encode());
  }

  /**
   * Checks a text.
   *
   * @param text as a file has it
   * @param recipe names the recipe to the rules, as a record's fields do
   * @throws MillraceException CALLER if nothing is left of it once it is normalised, or too much
   */
  CompletionStage<Checked> check(String text, Fields recipe) {
    String normal = Normalizer.normalize(text);
    ByteString value = ByteString.copyFromUtf8(normal);
    if (value.isEmpty() || value.size() > DocumentReader.DOCUMENT_BYTES_MAX) {
      throw MillraceException.of(Kind.CALLER, "text cannot be a document")
          .with("text", value.size() + " bytes once it is normalised")
          .with("expected", "1 to " + DocumentReader.DOCUMENT_BYTES_MAX);
    }
    Asked asked = asked(DocumentId.of(Fingerprint.of(value)), normal, recipe);
    return inquirer
        .documents(List.of(asked.comparedWith(asked.id()), placeOf(asked.id())))
        .thenCompose(
            found ->
                found.get(0) instanceof Known twin
                    ? onTwin(asked, twin, Inquirer.as(Placed.class, found.get(1)))
                    : findSimilar(asked));
  }

  private Asked asked(DocumentId id, String normal, Fields recipe) {
    DocumentRules.Verdict verdict = judge(normal, recipe);
    boolean isRefused = verdict.removal().isPresent();
    ShingleSet shingles =
        new Shingler(settings.shingleWords()).shingles(isRefused ? normal : verdict.text());
    Optional<String> rule =
        isRefused
            ? verdict.facts().text(RecipeRules.RULE).or(() -> Optional.of(""))
            : Optional.empty();
    double threshold =
        verdict.nearThreshold() == 0 ? settings.threshold() : verdict.nearThreshold();
    return new Asked(id, rule, shingles, shingles.encode(), threshold);
  }

  private DocumentRules.Verdict judge(String normal, Fields recipe) {
    DocumentRules idle = idleRules.poll();
    DocumentRules judge = idle == null ? rules.get() : idle;
    try {
      return judge.judge(normal, recipe);
    } finally {
      // One more than are kept is let go.
      boolean ignored = idleRules.offer(judge);
    }
  }

  private CompletionStage<Checked> onTwin(Asked asked, Known twin, Placed place) {
    if (twin.standing() == Standing.TAKEN_DOWN) {
      return done(asked, Verdict.TAKEN_DOWN, Optional.empty());
    }
    Match match = match(asked.id(), twin, OptionalDouble.of(1));
    return inCluster(asked, Verdict.DUPLICATE, match, place);
  }

  private CompletionStage<Checked> findSimilar(Asked asked) {
    if (asked.shingles().count() == 0) {
      return done(asked, Verdict.NEW, Optional.empty());
    }
    int[] signature = hash.signature(asked.shingles());
    Bands bands = Bands.of(signature, settings);
    var questions = new ArrayList<Question>(bands.count());
    for (int band = 0; band < bands.count(); band++) {
      ByteString resident = Resident.of(asked.id(), signature, bands, band).bytes();
      questions.add(new Question(bands.key(band), new Inquiry.Similar(resident).encode()));
    }
    int most = Math.max(1, Math.min(CANDIDATES_MAX, CANDIDATE_BYTES_MAX / asked.encoded().size()));
    return inquirer
        .neighbours(questions, most)
        .thenCompose(
            neighbours ->
                neighbours.isEmpty()
                    ? done(asked, Verdict.NEW, Optional.empty())
                    : compare(asked, neighbours));
  }

  /** A similar document and its place in its cluster. */
  private record Similar(Match match, Placed place) {}

  private CompletionStage<Checked> compare(Asked asked, List<Neighbour> neighbours) {
    var questions = new ArrayList<Question>(2 * neighbours.size());
    for (Neighbour neighbour : neighbours) {
      questions.add(asked.comparedWith(neighbour.id()));
      questions.add(placeOf(neighbour.id()));
    }
    return inquirer
        .documents(questions)
        .thenCompose(
            found -> {
              var similar = new ArrayList<Similar>();
              for (int i = 0; i < neighbours.size(); i++) {
                Neighbour neighbour = neighbours.get(i);
                if (found.get(2 * i) instanceof Known known
                    && known.standing() != Standing.TAKEN_DOWN) {
                  OptionalDouble estimate = OptionalDouble.of(neighbour.estimate());
                  similar.add(
                      new Similar(
                          match(neighbour.id(), known, estimate),
                          Inquirer.as(Placed.class, found.get(2 * i + 1))));
                }
              }
              return similar.stream()
                  .max(
                      Comparator.comparingDouble((Similar one) -> one.match().jaccard())
                          .thenComparing(one -> one.match().id(), Comparator.reverseOrder()))
                  .map(nearest -> onNearest(asked, nearest))
                  .orElseGet(() -> done(asked, Verdict.NEW, Optional.empty()));
            });
  }

  private CompletionStage<Checked> onNearest(Asked asked, Similar nearest) {
    return nearest.match().jaccard() >= asked.threshold()
        ? inCluster(asked, Verdict.NEAR_DUPLICATE, nearest.match(), nearest.place())
        : done(asked, Verdict.NEW, Optional.of(nearest.match()));
  }

  private CompletionStage<Checked> inCluster(
      Asked asked, Verdict verdict, Match nearest, Placed place) {
    return climb(nearest.id(), place, 0)
        .thenCompose(
            root -> {
              var cluster = Optional.of(new Cluster(root.id(), Math.max(1, root.place().size())));
              DocumentId best = root.place().best().orElse(nearest.id());
              if (best.equals(nearest.id())) {
                Optional<Match> kept =
                    Optional.of(nearest).filter(match -> match.standing() == Standing.KEPT);
                return CompletableFuture.completedStage(
                    asked.checked(verdict, cluster, Optional.of(nearest), kept));
              }
              return inquirer
                  .documents(List.of(asked.comparedWith(best)))
                  .thenApply(
                      found ->
                          asked.checked(
                              verdict,
                              cluster,
                              Optional.of(nearest),
                              Optional.of(found.get(0))
                                  .filter(Known.class::isInstance)
                                  .map(Known.class::cast)
                                  .filter(known -> known.standing() != Standing.TAKEN_DOWN)
                                  .map(known -> match(best, known, OptionalDouble.empty()))));
            });
  }

  /** A node and where it is. */
  private record Node(DocumentId id, Placed place) {}

  private CompletionStage<Node> climb(DocumentId id, Placed place, int hops) {
    DocumentId parent = place.parent();
    if (parent.equals(id)) {
      return CompletableFuture.completedStage(new Node(id, place));
    }
    if (hops == HOPS_MAX) {
      throw MillraceException.of(Kind.UNAVAILABLE, "root of the cluster is too far away")
          .with("document", id)
          .with("value", hops + " steps")
          .with("expected", "at most " + HOPS_MAX + "; ask again once the run has ended");
    }
    return inquirer
        .documents(List.of(placeOf(parent)))
        .thenCompose(found -> climb(parent, Inquirer.as(Placed.class, found.get(0)), hops + 1));
  }

  private static Match match(DocumentId id, Known known, OptionalDouble estimate) {
    return new Match(id, known.source(), known.path(), known.standing(), estimate, known.jaccard());
  }

  private static CompletionStage<Checked> done(
      Asked asked, Verdict verdict, Optional<Match> nearest) {
    return CompletableFuture.completedStage(
        asked.checked(verdict, Optional.empty(), nearest, Optional.empty()));
  }
}
