// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.partition;

import com.google.protobuf.ByteString;
import io.millrace.model.DataRecord;
import io.millrace.model.Fields;
import io.millrace.model.MillraceException;
import io.millrace.model.ResultRecord;
import io.millrace.model.StateChange;
import io.millrace.partition.PartitionReply.Refused;
import io.millrace.processor.Context;
import io.millrace.processor.Effect;
import io.millrace.processor.Effect.Output;
import io.millrace.processor.Processor;
import io.millrace.serde.UnreadableStateException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the user's processor on one record and puts its effect into the open block. A processor that
 * throws, or whose effect is over the limit, has failed: nothing of the effect happens. If it
 * cannot read the key's state, the partition must stop here. Not thread-safe.
 */
final class RecordRunner {
  /** Side output of the records that a processor refused. */
  static final String REFUSED = "refused";

  /** A reason longer than this is cut: it travels in the block and to the client. */
  static final int REASON_LENGTH_MAX = 1_000;

  private static final Logger LOG = LoggerFactory.getLogger(RecordRunner.class);

  private final Processor processor;
  private final int outputBytesMax;
  private final int stateBytesMax;
  private final KeyTable keys;
  private final CurrentKey context = new CurrentKey();

  RecordRunner(Processor processor, PartitionSettings settings, KeyTable keys) {
    this.processor = processor;
    this.outputBytesMax = settings.outputBytesMax();
    this.stateBytesMax = settings.stateBytesMax();
    this.keys = keys;
  }

  /** The state of the record at hand. */
  private static final class CurrentKey implements Context {
    private Optional<ByteString> state = Optional.empty();

    private void set(KeyTable.@Nullable Entry entry) {
      state = entry == null ? Optional.empty() : Optional.ofNullable(entry.state());
    }

    @Override
    public Optional<ByteString> state() {
      return state;
    }
  }

  /**
   * Runs one record of a producer. Adds to {@code refusals} if the record is refused.
   *
   * @return why the processor failed, in which case nothing happened; empty if it did not
   * @throws UnreadableStateException nothing happened, and nothing may follow
   */
  Optional<Throwable> run(
      String producer, DataRecord record, OpenBlock<?> open, List<Refused> refusals) {
    KeyTable.Entry entry = keys.find(record.key());
    context.set(entry);
    Effect effect;
    try {
      effect =
          Objects.requireNonNull(
              processor.process(record, context),
              "effect: null (expected: an effect; Effect.none() changes nothing)");
      checkSize(effect);
    } catch (UnreadableStateException stop) {
      throw stop;
    } catch (RuntimeException | StackOverflowError failure) {
      LOG.atDebug()
          .setCause(failure)
          .addKeyValue("producer", producer)
          .addKeyValue("sequence", record.sequence())
          .log("processor failed");
      return Optional.of(failure);
    }
    if (effect.refusal().isPresent()) {
      String reason = effect.refusal().get();
      refuse(producer, record, reason, open, refusals);
      return Optional.empty();
    }
    for (Output output : effect.outputs()) {
      var result =
          new ResultRecord(
              output.tag(), record.key(), output.value(), record.eventTimeMs(), output.fields());
      if (result.isMain()) {
        entry = entry == null ? keys.entry(record.key()) : entry;
        open.addMain(result, entry);
      } else {
        open.add(result);
      }
    }
    switch (effect.stateAction()) {
      case KEEP -> {}
      case SET -> change(StateChange.set(record.key(), effect.state()), open);
      case DELETE -> change(StateChange.delete(record.key()), open);
    }
    return Optional.empty();
  }

  /** Whether another try may end otherwise; a failure of kind CALLER lies in the record itself. */
  static boolean mayPass(Throwable failure) {
    return !(failure instanceof MillraceException e && e.kind() == MillraceException.Kind.CALLER);
  }

  private void change(StateChange change, OpenBlock<?> open) {
    keys.apply(change);
    open.add(change);
  }

  private void checkSize(Effect effect) {
    if (effect.state().size() > stateBytesMax) {
      throw new IllegalStateException(
          "state: "
              + effect.state().size()
              + " bytes for one key (expected: at most millrace.partition.state-bytes-max = "
              + stateBytesMax
              + "; keep less in it, or spread it over keys)");
    }
    long bytes = effect.state().size();
    for (Output output : effect.outputs()) {
      bytes += output.value().size() + output.fields().weight();
    }
    if (bytes > outputBytesMax) {
      throw new IllegalStateException(
          "effect: "
              + bytes
              + " bytes (expected: at most millrace.partition.output-bytes-max = "
              + outputBytesMax
              + ")");
    }
  }

  private static void refuse(
      String producer,
      DataRecord record,
      String reason,
      OpenBlock<?> open,
      List<Refused> refusals) {
    String shown = cut(reason, REASON_LENGTH_MAX);
    var fields = Fields.of("reason", shown, "producer", producer, "sequence", record.sequence());
    open.add(
        new ResultRecord(REFUSED, record.key(), ByteString.EMPTY, record.eventTimeMs(), fields));
    refusals.add(new Refused(record.sequence(), shown));
  }

  static String cut(String text, int lengthMax) {
    return text.length() <= lengthMax ? text : text.substring(0, lengthMax);
  }
}
