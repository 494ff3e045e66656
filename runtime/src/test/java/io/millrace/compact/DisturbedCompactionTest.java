// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.compact;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.compact.CompactRig.Seen;
import io.millrace.compact.Outcome.What;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.millrace.store.Head;
import io.millrace.store.PackSteps;
import io.millrace.store.Stages;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/**
 * Something happens at each single call of a compaction: whatever it is, readers with any head see
 * all that was committed, and the next compaction leaves nothing behind.
 */
class DisturbedCompactionTest {
  /** A partition with packs already, blocks behind them, and heads that readers may still have. */
  private static final class Scene {
    final CompactRig rig = new CompactRig();
    final List<Head> heads = new ArrayList<>();
    final List<Seen> seen;

    Scene() {
      heads.add(rig.append(30));
      heads.add(rig.append(20));
      CompactRig.assertCompacted(rig.compact());
      heads.add(rig.head());
      heads.add(rig.append(40));
      seen = rig.read(rig.head());
    }

    void assertReadable() {
      heads.add(rig.head());
      for (Head head : heads) {
        assertThat(rig.read(head)).isEqualTo(seen.subList(0, (int) head.sequence()));
      }
    }

    /** A compaction that nothing disturbs goes through, and clears all else away. */
    void assertMended() {
      Head before = rig.append(10);
      var all = rig.read(before);
      assertThat(all.subList(0, seen.size())).isEqualTo(seen);

      CompactRig.assertCompacted(rig.compact());

      Head now = rig.head();
      assertThat(rig.read(now)).isEqualTo(all);
      assertThat(now.packed().upTo()).isEqualTo(before.sequence());
      assertThat(now.packed().swept()).isEqualTo(before.sequence());
      assertThat(rig.runs()).containsExactly(now.packed().list());
      rig.assertVerified(before.sequence());
    }
  }

  /** The same for each step of a compaction, in a fresh scene. */
  private static void atEachStep(BiConsumer<Scene, Integer> disturbed) {
    var quiet = new Scene();
    var stores = new SteppedStores(quiet.rig.stores, plainly());
    CompactRig.assertCompacted(quiet.rig.compact(stores));
    assertThat(stores.steps()).isGreaterThan(30);
    for (int step = 1; step <= stores.steps(); step++) {
      disturbed.accept(new Scene(), step);
    }
  }

  private static SteppedStores.Step plainly() {
    return new SteppedStores.Step() {
      @Override
      public <T> CompletionStage<T> at(int number, String name, Supplier<CompletionStage<T>> call) {
        return call.get();
      }
    };
  }

  /** Does something once, right before a call. */
  private static SteppedStores.Step before(int step, Runnable event) {
    return new SteppedStores.Step() {
      @Override
      public <T> CompletionStage<T> at(int number, String name, Supplier<CompletionStage<T>> call) {
        if (number == step) {
          event.run();
        }
        return call.get();
      }
    };
  }

  /**
   * From one call on, every one fails, as when the process is killed.
   *
   * @param done whether that call still does what it should
   */
  private static SteppedStores.Step dead(int step, boolean done) {
    return new SteppedStores.Step() {
      @Override
      public <T> CompletionStage<T> at(int number, String name, Supplier<CompletionStage<T>> call) {
        if (number < step) {
          return call.get();
        }
        if (number == step && done) {
          CompletionStage<T> unused = call.get();
        }
        return CompletableFuture.failedFuture(
            MillraceException.of(Kind.UNAVAILABLE, "killed").with("call", name));
      }
    };
  }

  @Test
  void givenAnyStep_whenTheProcessIsKilledThere_thenNothingIsLostAndTheNextGoesOn() {
    for (boolean done : new boolean[] {false, true}) {
      atEachStep(
          (scene, step) -> {
            Outcome outcome =
                scene.rig.compact(new SteppedStores(scene.rig.stores, dead(step, done)));

            assertThat(outcome.what()).as("step %s", step).isEqualTo(What.FAILED);
            scene.assertReadable();
            scene.assertMended();
          });
    }
  }

  @Test
  void givenAnyStep_whenAnotherCompactionRunsThere_thenOneOfThemWinsAndNothingIsLost() {
    atEachStep(
        (scene, step) -> {
          var inner = new ArrayList<Outcome>();
          var stepped =
              new SteppedStores(
                  scene.rig.stores, before(step, () -> inner.add(scene.rig.compact())));

          Outcome outer = scene.rig.compact(stepped);

          assertThat(inner.get(0).what()).as("step %s", step).isIn(What.COMPACTED, What.NOTHING);
          assertThat(outer.what()).as("step %s: %s", step, outer.why()).isNotEqualTo(What.NOT_IDLE);
          assertThat(List.of(outer.what(), inner.get(0).what())).contains(What.COMPACTED);
          scene.assertReadable();
          scene.assertMended();
        });
  }

  @Test
  void givenAnyStep_whenItsOwnerCommitsThere_thenBothCount() {
    atEachStep(
        (scene, step) -> {
          Head owner = scene.heads.get(scene.heads.size() - 1);
          var appended = new ArrayList<Head>();
          var stepped =
              new SteppedStores(
                  scene.rig.stores,
                  before(step, () -> appended.add(PackSteps.append(scene.rig.log, owner, 3))));

          Outcome outcome = scene.rig.compact(stepped);

          assertThat(outcome.what())
              .as("step %s: %s", step, outcome.why())
              .isEqualTo(What.COMPACTED);
          assertThat(scene.rig.head().sequence()).isEqualTo(93);
          assertThat(scene.rig.head().chain()).isEqualTo(appended.get(0).chain());
          var all = scene.rig.read(appended.get(0));
          assertThat(all).hasSize(93);
          assertThat(all.subList(0, 90)).isEqualTo(scene.seen);
          scene.assertMended();
        });
  }

  @Test
  void givenAnyStep_whenAnotherOwnerTakesOverThere_thenItsLogIsWhole() {
    atEachStep(
        (scene, step) -> {
          var claimed = new ArrayList<Head>();
          var stepped =
              new SteppedStores(
                  scene.rig.stores, before(step, () -> claimed.add(scene.rig.append(1))));

          CompactRig.assertCompacted(scene.rig.compact(stepped));

          assertThat(scene.rig.head().sameTerm(claimed.get(0))).isTrue();
          assertThat(scene.rig.read(claimed.get(0))).hasSize(91);
          scene.assertMended();
        });
  }

  @Test
  void givenAnyStep_whenBlocksAreTruncatedThere_thenTheRestIsThere() {
    for (long upTo : new long[] {35, 89}) {
      atEachStep(
          (scene, step) -> {
            Head owner = scene.heads.get(scene.heads.size() - 1);
            var truncated = new ArrayList<Head>();
            var stepped =
                new SteppedStores(
                    scene.rig.stores,
                    before(
                        step,
                        () -> {
                          Head now = PackSteps.truncate(scene.rig.log, owner, upTo);
                          Stages.get(scene.rig.log.deleteTruncated(now));
                          truncated.add(now);
                        }));

            Outcome outcome = scene.rig.compact(stepped);

            assertThat(outcome.what())
                .as("step %s: %s", step, outcome.why())
                .isIn(What.COMPACTED, What.NOTHING);
            Head now = truncated.get(0);
            long from = now.start().truncated();
            var left = scene.rig.read(now);
            assertThat(left).hasSize((int) (91 - from));
            assertThat(left.subList(0, (int) (90 - from)))
                .isEqualTo(scene.seen.subList((int) from, 90));
            assertThat(scene.rig.read(scene.rig.head())).isEqualTo(left);
          });
    }
  }

  @Test
  void givenAnyStep_whenReadThere_thenEveryHeadShowsAll() {
    var scene = new Scene();
    var stepped =
        new SteppedStores(
            scene.rig.stores,
            new SteppedStores.Step() {
              @Override
              public <T> CompletionStage<T> at(
                  int number, String name, Supplier<CompletionStage<T>> call) {
                scene.assertReadable();
                CompletionStage<T> answer = call.get();
                scene.assertReadable();
                return answer;
              }
            });

    CompactRig.assertCompacted(scene.rig.compact(stepped));
    scene.assertReadable();
  }

  @Test
  void givenCommitWithoutAnAnswer_whenItIsRepeated_thenItCountsOnce() {
    for (boolean done : new boolean[] {false, true}) {
      var scene = new Scene();
      var stepped =
          new SteppedStores(
              scene.rig.stores,
              new SteppedStores.Step() {
                private int commits;

                @Override
                public <T> CompletionStage<T> at(
                    int number, String name, Supplier<CompletionStage<T>> call) {
                  if (!name.equals("commit") || ++commits > 3) {
                    return call.get();
                  }
                  if (done) {
                    CompletionStage<T> unused = call.get();
                  }
                  return CompletableFuture.failedFuture(
                      MillraceException.of(Kind.UNAVAILABLE, "no answer"));
                }
              });

      CompactRig.assertCompacted(scene.rig.compact(stepped));

      scene.assertReadable();
      scene.assertMended();
    }
  }
}
