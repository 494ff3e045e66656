// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.partition;

import com.google.protobuf.ByteString;
import io.millrace.model.Answer;
import io.millrace.model.DataRecord;
import io.millrace.model.Fields;
import io.millrace.model.MillraceException;
import io.millrace.model.Question;
import io.millrace.model.ResultRecord;
import io.millrace.model.StateChange;
import io.millrace.model.TimeKind;
import io.millrace.model.Timer;
import io.millrace.model.TimerChange;
import io.millrace.partition.PartitionReply.Refused;
import io.millrace.processor.Context;
import io.millrace.processor.Effect;
import io.millrace.processor.Effect.Output;
import io.millrace.processor.Effect.TimerSetting;
import io.millrace.processor.Processor;
import io.millrace.serde.UnreadableStateException;
import java.util.ArrayList;
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

  /** Stands for the producer while a question is answered. */
  private static final String ASKED = "a question";

  private static final Logger LOG = LoggerFactory.getLogger(RecordRunner.class);

  private final Processor processor;
  private final PartitionSettings settings;
  private final PartitionState partition;
  private final KeyTable keys;
  private final TimerTable timers;
  private final Routes routes;
  private final Outbox outbox;
  private final CallWatch watch;
  private final List<Routes.Draft> drafts = new ArrayList<>();
  private final CurrentKey context = new CurrentKey();

  RecordRunner(
      Processor processor,
      PartitionSettings settings,
      PartitionState partition,
      Routes routes,
      CallWatch watch) {
    this.processor = processor;
    this.settings = settings;
    this.partition = partition;
    this.keys = partition.keys;
    this.timers = partition.timers;
    this.routes = routes;
    this.outbox = partition.outbox;
    this.watch = watch;
  }

  /** What is known of the key of the record at hand. */
  private final class CurrentKey implements Context {
    private ByteString key = ByteString.EMPTY;
    private Optional<ByteString> state = Optional.empty();

    private void set(ByteString newKey, KeyTable.@Nullable Entry entry) {
      key = newKey;
      state = entry == null ? Optional.empty() : Optional.ofNullable(entry.state());
    }

    @Override
    public Optional<ByteString> state() {
      return state;
    }

    @Override
    public long watermarkMs() {
      return partition.watermarks.watermarkMs();
    }

    @Override
    public long processingTimeMs() {
      return partition.clock();
    }

    @Override
    public Optional<Timer> timer(TimeKind kind, String name) {
      return timers.find(new TimerTable.Id(key, kind, name));
    }
  }

  /**
   * Runs one record of a producer, or the timer for which it stands. Adds to {@code refusals} if
   * the record is refused.
   *
   * @return why the processor failed, in which case nothing happened; empty if it did not
   * @throws UnreadableStateException nothing happened, and nothing may follow
   */
  Optional<Throwable> run(
      String producer, DataRecord record, OpenBlock<?> open, List<Refused> refusals) {
    KeyTable.Entry entry = keys.find(record.key());
    context.set(record.key(), entry);
    long eventTimeMs = TimerRecords.eventTimeMs(producer, record);
    Effect effect;
    try {
      effect =
          Objects.requireNonNull(
              call(producer, record),
              "effect: null (expected: an effect; Effect.none() changes nothing)");
      drafts.clear();
      routes.draft(record.key(), eventTimeMs, effect, drafts);
      checkSize(effect);
    } catch (UnreadableStateException stop) {
      throw stop;
    } catch (Throwable failure) {
      if (isFatal(failure)) {
        throw failure;
      }
      // A class that is missing or an assertion is the processor's fault as much as an exception.
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
      if (routes.travels(output.tag())) {
        continue;
      }
      var result =
          new ResultRecord(
              output.tag(), record.key(), output.value(), eventTimeMs, output.fields());
      if (result.isMain()) {
        entry = entry == null ? keys.entry(record.key()) : entry;
        open.addMain(result, entry);
      } else {
        open.add(result);
      }
    }
    for (Routes.Draft draft : drafts) {
      outbox.add(draft, open);
    }
    switch (effect.stateAction()) {
      case KEEP -> {}
      case SET -> change(StateChange.set(record.key(), effect.state()), open);
      case DELETE -> change(StateChange.delete(record.key()), open);
    }
    for (TimerSetting setting : effect.timers()) {
      change(record.key(), setting, open);
    }
    return Optional.empty();
  }

  /** What the processor returns, unless it was interrupted: then it has failed, whatever it did. */
  private @Nullable Effect call(String producer, DataRecord record) {
    @Nullable Effect effect;
    watch.begin(producer, record);
    try {
      effect =
          TimerRecords.isTimer(producer)
              ? processor.onTimer(record.key(), TimerRecords.timer(producer, record), context)
              : processor.process(record, context);
    } catch (Throwable failure) {
      Optional<DeadlineException> late = watch.end();
      if (late.isPresent() && !isFatal(failure)) {
        throw late.get();
      }
      throw failure;
    }
    Optional<DeadlineException> late = watch.end();
    if (late.isPresent()) {
      throw late.get();
    }
    return effect;
  }

  /**
   * Has the processor answer a question from the state as it is applied; changes nothing, not even
   * what lies in memory. Whatever the processor throws is a failed answer.
   */
  Answer answer(Question question) {
    context.set(question.key(), keys.peek(question.key()));
    Answer answer;
    watch.begin(
        ASKED,
        new DataRecord(
            1, question.key(), ByteString.EMPTY, DataRecord.NO_EVENT_TIME, Fields.EMPTY));
    try {
      answer =
          new Answer.Given(
              Objects.requireNonNull(
                  processor.answer(question.key(), question.body(), context),
                  "answer: null (expected: bytes)"));
    } catch (Throwable failure) {
      if (isFatal(failure)) {
        watch.end();
        throw failure;
      }
      LOG.atDebug().setCause(failure).log("question failed");
      answer = failed(failure);
    }
    Optional<DeadlineException> late = watch.end();
    return late.isPresent() ? failed(late.get()) : answer;
  }

  private static Answer failed(Throwable failure) {
    return new Answer.Failed(cut(String.valueOf(failure), REASON_LENGTH_MAX));
  }

  /** Whether the failure is the JVM's; a stack that is too deep is the processor's. */
  private static boolean isFatal(Throwable failure) {
    return failure instanceof VirtualMachineError && !(failure instanceof StackOverflowError);
  }

  /**
   * Whether another try may end otherwise. A failure of kind CALLER lies in the record itself; what
   * hung once would hold everyone up again.
   */
  static boolean mayPass(Throwable failure) {
    return !(failure instanceof DeadlineException)
        && !(failure instanceof MillraceException e && e.kind() == MillraceException.Kind.CALLER);
  }

  private void change(StateChange change, OpenBlock<?> open) {
    keys.apply(change);
    open.add(change);
  }

  private void change(ByteString key, TimerSetting setting, OpenBlock<?> open) {
    var id = new TimerTable.Id(key, setting.kind(), setting.name());
    if (setting.present()) {
      timers.set(id, setting.timeMs());
      open.add(id, new TimerChange(key, setting.kind(), setting.name(), true, setting.timeMs()));
    } else if (timers.clear(id)) {
      open.add(id, TimerChange.clear(key, setting.kind(), setting.name()));
    }
  }

  private void checkSize(Effect effect) {
    if (effect.state().size() > settings.stateBytesMax()) {
      throw new IllegalStateException(
          "state: "
              + effect.state().size()
              + " bytes for one key (expected: at most millrace.partition.state-bytes-max = "
              + settings.stateBytesMax()
              + "; keep less in it, or spread it over keys)");
    }
    long bytes = effect.state().size();
    for (TimerSetting setting : effect.timers()) {
      bytes += setting.name().length();
      if (setting.present() && timers.bytes() >= settings.timerBytesMax()) {
        throw new IllegalStateException(
            "timer '"
                + setting.name()
                + "': the partition's "
                + timers.size()
                + " timers take "
                + timers.bytes()
                + " bytes (expected: less than millrace.partition.timer-bytes-max = "
                + settings.timerBytesMax()
                + ")");
      }
    }
    for (Routes.Draft draft : drafts) {
      bytes += draft.weight();
      if (draft.weight() > settings.messageBytesMax()) {
        throw new IllegalStateException(
            "record for another stage: "
                + draft.weight()
                + " bytes (expected: at most millrace.partition.message-bytes-max = "
                + settings.messageBytesMax()
                + ")");
      }
    }
    for (Output output : effect.outputs()) {
      bytes += routes.travels(output.tag()) ? 0 : output.value().size() + output.fields().weight();
    }
    if (bytes > settings.outputBytesMax()) {
      throw new IllegalStateException(
          "effect: "
              + bytes
              + " bytes (expected: at most millrace.partition.output-bytes-max = "
              + settings.outputBytesMax()
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
