// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.peer.persistence;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.apache.pekko.actor.Props;
import org.apache.pekko.persistence.AbstractPersistentActor;
import org.apache.pekko.persistence.Recovery;
import org.apache.pekko.persistence.SnapshotSelectionCriteria;

/**
 * Keeps the newest value of each of its keys, one or many; each record is an event. Answers a
 * command once its event is persisted.
 */
final class RecordEntity extends AbstractPersistentActor {
  /** The event of each key's newest record; the key is a part of it. */
  private final Map<ByteBuffer, byte[]> newest = new HashMap<>();

  /**
   * Command: keep a record.
   *
   * @param place comes back with the answer
   */
  @SuppressWarnings("ArrayRecordComponent") // carries them, within this JVM
  record Put(String entity, long place, byte[] key, byte[] value) {}

  /** Command: answer when recovered. */
  record Wake(String entity) {}

  /** Answer: the record is persisted. */
  record Stored(long place) {}

  /** Answer: the record was refused, or it is not known whether it was persisted. */
  record Refused(long place, Throwable cause) {}

  /** Answer to {@link Wake}. */
  record Awake() {}

  /**
   * Command: stop once everything taken so far is persisted and answered. The usual {@code
   * PoisonPill} stops an entity at once, and nobody gets an answer for what it was persisting.
   */
  record Stop() {}

  static Props props() {
    return Props.create(RecordEntity.class, RecordEntity::new);
  }

  @Override
  public String persistenceId() {
    return getSelf().path().name();
  }

  @Override
  public Recovery recovery() {
    return Recovery.create(SnapshotSelectionCriteria.none());
  }

  @Override
  public Receive createReceiveRecover() {
    return receiveBuilder().match(byte[].class, this::apply).build();
  }

  @Override
  public Receive createReceive() {
    return receiveBuilder()
        .match(Put.class, this::onPut)
        .match(Wake.class, this::onWake)
        .match(Stop.class, this::onStop)
        .build();
  }

  private void onPut(Put put) {
    persistAsync(
        event(put.key(), put.value()),
        event -> {
          apply(event);
          getSender().tell(new Stored(put.place()), getSelf());
        });
  }

  private void onWake(Wake wake) {
    getSender().tell(new Awake(), getSelf());
  }

  private void onStop(Stop stop) {
    deferAsync(stop, last -> getContext().stop(getSelf()));
  }

  @Override
  public void onPersistFailure(Throwable cause, Object event, long sequence) {
    super.onPersistFailure(cause, event, sequence);
    getSender().tell(new Refused(sequence, cause), getSelf());
  }

  @Override
  public void onPersistRejected(Throwable cause, Object event, long sequence) {
    super.onPersistRejected(cause, event, sequence);
    getSender().tell(new Refused(sequence, cause), getSelf());
  }

  private void apply(byte[] event) {
    int end = 1 + event[0];
    newest.put(ByteBuffer.wrap(event, 1, end - 1).slice(), event);
  }

  /** A byte with the key's length, the key, the value. */
  static byte[] event(byte[] key, byte[] value) {
    byte[] event = new byte[1 + key.length + value.length];
    event[0] = (byte) key.length;
    System.arraycopy(key, 0, event, 1, key.length);
    System.arraycopy(value, 0, event, 1 + key.length, value.length);
    return event;
  }
}
