// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.simulation;

import com.google.protobuf.ByteString;
import io.millrace.model.Epoch;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.millrace.model.PartitionId;
import io.millrace.model.ProducerEpoch;
import io.millrace.store.Backoff;
import io.millrace.store.BlockLog;
import io.millrace.store.Claim;
import io.millrace.store.Head;
import io.millrace.store.HeadStore;
import io.millrace.store.IndexedBlock;
import io.millrace.store.ProducerRegistry;
import io.millrace.store.SnapshotStore;
import io.millrace.store.StoredBlock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * One process's connection to the database: requests are carried out now, later (up to minutes), or
 * never, and answers come or are lost. A process that crashes hears nothing; its requests go on.
 */
final class SimStore implements HeadStore, BlockLog, ProducerRegistry {
  private static final long MS = World.MS;
  private static final long TIMEOUT = 2_000 * MS;
  private static final int OPENINGS_MAX = 8;
  private static final long LATE_MAX = 180_000 * MS;

  private final World world;
  private final Database database;
  private final SimProcess process;
  private final Mutant mutant;
  private final SnapshotStore snapshots = new Snapshots();
  private final Map<PartitionId, UUID> terms = new HashMap<>();

  SimStore(World world, Database database, SimProcess process, Mutant mutant) {
    this.world = world;
    this.database = database;
    this.process = process;
    this.mutant = mutant;
  }

  SnapshotStore snapshots() {
    return snapshots;
  }

  private <T> CompletionStage<T> unlucky(
      double lost, double late, double never, Runnable partly, Supplier<T> request) {
    double draw = world.random.nextDouble();
    if (draw < lost) {
      world.after(delay(), () -> unheard(request));
    } else if (draw < lost + late) {
      world.after(world.time(TIMEOUT, LATE_MAX), () -> unheard(request));
    } else if (draw < lost + late + never) {
      world.after(delay(), partly);
    } else {
      return answered(request);
    }
    var answer = new CompletableFuture<T>();
    process.after(
        TIMEOUT,
        () ->
            answer.completeExceptionally(
                MillraceException.of(Kind.UNAVAILABLE, "no answer from the store")));
    return answer;
  }

  private static <T> void unheard(Supplier<T> request) {
    var unused = request.get();
  }

  private <T> CompletionStage<T> answered(Supplier<T> request) {
    var answer = new CompletableFuture<T>();
    world.after(
        delay(),
        () -> {
          try {
            T value = request.get();
            process.after(delay(), () -> answer.complete(value));
          } catch (MillraceException e) {
            process.after(delay(), () -> answer.completeExceptionally(e));
          }
        });
    return answer;
  }

  private long delay() {
    return world.chance(world.swarm.storeSlow)
        ? world.time(5 * MS, 1_500 * MS)
        : world.time(MS / 2, 6 * MS);
  }

  private <T> CompletionStage<T> cas(Supplier<T> request) {
    var s = world.swarm;
    return unlucky(s.casLostAnswer, s.casLate, s.casNever, () -> {}, request);
  }

  private <T> CompletionStage<T> read(Supplier<T> request) {
    return unlucky(0, 0, world.swarm.readFails, () -> {}, request);
  }

  @Override
  public CompletionStage<Head> claim(PartitionId partition) {
    var backoff = new Backoff(Duration.ofMillis(50), Duration.ofSeconds(1), world.random, process);
    return mutant
        .claim(
            this, partition, () -> new Claim(this, backoff, process, this::token, partition).run())
        .thenApply(
            head -> {
              terms.put(partition, head.owner());
              return head;
            });
  }

  /** Goes on under the term that this process had, if the head still says so. */
  CompletionStage<Head> keepTerm(PartitionId partition, Supplier<CompletionStage<Head>> real) {
    return readSerial(partition)
        .thenCompose(
            head ->
                head.owner().equals(terms.get(partition))
                    ? CompletableFuture.completedStage(head)
                    : real.get());
  }

  /** A token that nobody ever had. */
  UUID token() {
    return mutant.token(new UUID(world.random.nextLong(), world.random.nextLong()));
  }

  @Override
  public CompletionStage<Void> create(PartitionId partition) {
    return cas(
        () -> {
          database.create(partition);
          return null;
        });
  }

  @Override
  public CompletionStage<Boolean> raise(PartitionId partition, Epoch expected, UUID owner) {
    return cas(() -> database.raise(partition, expected, owner));
  }

  @Override
  public CompletionStage<CasResult> move(Head expected, Head next) {
    return mutant.settle(
        this,
        next,
        cas(() -> database.move(expected, next, mutant))
            .thenApply(
                result -> {
                  database.heardOf(next.partition());
                  return result;
                }));
  }

  @Override
  public CompletionStage<CasResult> compareAndSet(Head expected, Head next) {
    expected.checkSuccessor(next);
    return move(expected, next);
  }

  @Override
  public CompletionStage<Head> read(PartitionId partition) {
    return read(() -> database.plainHead(partition));
  }

  @Override
  public CompletionStage<Head> readSerial(PartitionId partition) {
    return read(
        () -> {
          database.heardOf(partition);
          return database.head(partition);
        });
  }

  @Override
  public CompletionStage<Head> head(PartitionId partition) {
    return read(partition);
  }

  @Override
  public CompletionStage<Void> write(StoredBlock block) {
    return write(durable -> database.write(block, durable));
  }

  private interface Write {
    void to(boolean durable);
  }

  /** A write may reach too few replicas, and it may be carried out twice, the second time late. */
  private CompletionStage<Void> write(Write write) {
    var s = world.swarm;
    if (world.chance(s.writeLate)) {
      world.after(world.time(0, LATE_MAX), () -> write.to(true));
    }
    return unlucky(
        s.writeFails / 3,
        s.writeLate,
        s.writeFails,
        () -> {
          if (world.random.nextBoolean()) {
            write.to(false);
          }
        },
        () -> {
          write.to(true);
          return null;
        });
  }

  @Override
  public CompletionStage<List<StoredBlock>> read(Head head, long after, long bytesMax) {
    return read(() -> database.read(head, after, bytesMax));
  }

  @Override
  public CompletionStage<List<IndexedBlock>> index(Head head, long after, int blocksMax) {
    return read(() -> database.index(head, after, blocksMax));
  }

  @Override
  public CompletionStage<StoredBlock> reread(Head head, long block) {
    return read(head, block - 1, 1).thenApply(page -> page.get(0));
  }

  @Override
  public CompletionStage<Integer> sweepOrphans(Head claimed) {
    return mutant.sweepsByOldHead()
        ? cas(() -> database.sweepOrphans(database.olderHead(claimed)))
        : cas(() -> database.sweepOrphans(claimed));
  }

  @Override
  public CompletionStage<Void> deleteTruncated(Head head) {
    return cas(
        () -> {
          database.deleteTruncated(head);
          return null;
        });
  }

  @Override
  public CompletionStage<ProducerEpoch> open(
      UUID job, String producer, boolean fresh, long incarnation) {
    return open(producer, fresh, incarnation, OPENINGS_MAX);
  }

  /** As the product's: whoever was overtaken, or heard nothing, opens again with a new number. */
  private CompletionStage<ProducerEpoch> open(
      String producer, boolean fresh, long incarnation, int most) {
    return this.<ProducerEpoch>read(() -> database.producer(producer))
        .thenCompose(last -> raise(producer, last, fresh, incarnation))
        .handle(
            (opened, failure) -> {
              if (opened != null && opened.isPresent()) {
                return CompletableFuture.completedStage(mutant.opened(opened.get()));
              }
              boolean fenced =
                  failure != null
                      && failure.getCause() instanceof MillraceException e
                      && e.kind() == Kind.FENCED;
              if (fenced || most == 1) {
                return CompletableFuture.<ProducerEpoch>failedStage(
                    fenced
                        ? failure
                        : MillraceException.of(
                            Kind.UNAVAILABLE, "others keep opening the producer"));
              }
              return process
                  .pause(Duration.ofMillis(100))
                  .thenCompose(over -> open(producer, fresh, incarnation, most - 1));
            })
        .thenCompose(Function.identity());
  }

  private CompletionStage<Optional<ProducerEpoch>> raise(
      String producer, ProducerEpoch last, boolean fresh, long incarnation) {
    return !fresh && incarnation > 0 && last.incarnation() != incarnation
        ? CompletableFuture.failedStage(
            ProducerRegistry.fenced(producer, incarnation, last.incarnation()))
        : cas(() -> database.openProducer(producer, last, fresh));
  }

  private final class Snapshots implements SnapshotStore {
    @Override
    public CompletionStage<Void> announce(PartitionId partition, UUID id, Epoch epoch) {
      return SimStore.this.write(durable -> database.announce(partition, id, epoch));
    }

    @Override
    public CompletionStage<Void> write(
        PartitionId partition, UUID id, int chunk, ByteString bytes) {
      database.beginChunk(id, chunk);
      return mutant.chunkWritten(
          chunk, SimStore.this.write(durable -> database.writeChunk(id, chunk, bytes, durable)));
    }

    @Override
    public CompletionStage<ByteString> read(PartitionId partition, UUID id, int chunk) {
      return SimStore.this.read(() -> database.readChunk(id, chunk));
    }

    @Override
    public CompletionStage<Void> delete(PartitionId partition, UUID id) {
      return cas(
          () -> {
            database.deleteSnapshot(id);
            return null;
          });
    }

    @Override
    public CompletionStage<Integer> sweep(Head claimed) {
      return cas(() -> database.sweepSnapshots(claimed));
    }
  }
}
