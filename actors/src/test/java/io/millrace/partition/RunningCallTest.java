// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.partition;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/** The owner's thread is real, the watch's time is not. */
@Timeout(60)
class RunningCallTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();
  private static final WatchSettings SETTINGS =
      new WatchSettings(Duration.ofSeconds(1), Duration.ofSeconds(10));

  private final ExecutorService owner = Executors.newSingleThreadExecutor();
  private final List<RunningCall> known = new ArrayList<>();
  private final RunningCall call = call(SETTINGS);

  private RunningCall call(WatchSettings settings) {
    return new RunningCall(
        "job", CoreRig.PARTITION, Duration.ofSeconds(60), settings, known::add, known::remove);
  }

  @AfterEach
  void stop() {
    owner.shutdownNow();
  }

  /** A call that goes on until it is let go, deaf to interrupts unless it is to listen. */
  private Future<Optional<DeadlineException>> run(
      CountDownLatch begun, CountDownLatch letGo, boolean listens) {
    return owner.submit(
        () -> {
          call.begin("p", CoreRig.record(7, "k", "v"));
          begun.countDown();
          boolean waits = true;
          while (waits) {
            try {
              letGo.await();
              waits = false;
            } catch (InterruptedException e) {
              waits = !listens;
            }
          }
          return call.end();
        });
  }

  private boolean isOwnerInterrupted() throws Exception {
    return owner.submit(() -> Thread.currentThread().isInterrupted()).get();
  }

  @Test
  void givenCallThatHangs_whenPastItsDeadline_thenInterruptedAndItsStackIsKept() throws Exception {
    var begun = new CountDownLatch(1);
    Future<Optional<DeadlineException>> running = run(begun, new CountDownLatch(1), true);
    begun.await();

    call.look(100 * SECOND);
    call.look(159 * SECOND);
    assertThat(running.isDone()).isFalse();
    call.look(160 * SECOND);

    DeadlineException late = running.get(20, TimeUnit.SECONDS).orElseThrow();
    assertThat(late)
        .hasMessageContaining("deadline=60000 ms, elapsed=60000 ms, thread=")
        .hasMessageContaining("ErrorPolicy.withDeadline");
    assertThat(late.getStackTrace())
        .extracting(StackTraceElement::getClassName)
        .contains(CountDownLatch.class.getName(), RunningCallTest.class.getName());
    assertThat(isOwnerInterrupted()).isFalse();
  }

  @Test
  void givenOneCallAfterTheOther_whenTheyTakeLongTogether_thenNoneIsInterrupted() throws Exception {
    for (int i = 0; i < 10; i++) {
      var begun = new CountDownLatch(1);
      var letGo = new CountDownLatch(1);
      Future<Optional<DeadlineException>> running = run(begun, letGo, true);
      begun.await();

      call.look(i * 50L * SECOND);
      call.look((i * 50L + 49) * SECOND);
      letGo.countDown();

      assertThat(running.get()).isEmpty();
      call.look((i * 50L + 49) * SECOND);
    }
    assertThat(isOwnerInterrupted()).isFalse();
  }

  @Test
  void givenCallThatIgnoresInterrupts_whenGraceIsOver_thenReportedOnceAndAsFailedInTheEnd()
      throws Exception {
    var log = (Logger) LoggerFactory.getLogger(RunningCall.class);
    var events = new ListAppender<ILoggingEvent>();
    events.start();
    log.addAppender(events);
    try {
      var begun = new CountDownLatch(1);
      var letGo = new CountDownLatch(1);
      Future<Optional<DeadlineException>> running = run(begun, letGo, false);
      begun.await();

      call.look(0);
      call.look(60 * SECOND);
      call.look(69 * SECOND);
      assertThat(events.list).isEmpty();
      call.look(70 * SECOND);
      call.look(90 * SECOND);
      letGo.countDown();

      assertThat(running.get()).isPresent();
      assertThat(isOwnerInterrupted()).isFalse();
      call.look(91 * SECOND);
      assertThat(events.list)
          .extracting(ILoggingEvent::getLevel)
          .containsExactly(Level.ERROR, Level.WARN);
      ILoggingEvent stuck = events.list.get(0);
      assertThat(stuck.getKeyValuePairs())
          .extracting(pair -> pair.key + "=" + pair.value)
          .contains("job=job", "partition=" + CoreRig.PARTITION, "key=\"k\"", "producer=p")
          .contains("sequence=7", "ms=70000");
      assertThat(stuck.getThrowableProxy().getStackTraceElementProxyArray())
          .anySatisfy(e -> assertThat(e.getSTEAsString()).contains("RunningCallTest"));
      assertThat(events.list.get(1).getFormattedMessage())
          .isEqualTo("stuck processor has come back");
    } finally {
      log.detachAppender(events);
    }
  }

  @Test
  void givenCallsThatEndAsTheyAreInterrupted_whenManyRace_thenNoInterruptGetsOut()
      throws Exception {
    RunningCall racing = call(new WatchSettings(Duration.ofSeconds(1), Duration.ofHours(1)));
    var interrupted = new AtomicInteger();
    Future<Integer> calls =
        owner.submit(
            () -> {
              int count = 0;
              while (interrupted.get() < 300) {
                racing.begin("p", CoreRig.record(++count, "k", "v"));
                for (int spin = 0; spin < (count & 1_023); spin++) {
                  Thread.onSpinWait();
                }
                boolean inside = Thread.currentThread().isInterrupted();
                Optional<DeadlineException> late = racing.end();
                if (late.isPresent()) {
                  interrupted.incrementAndGet();
                }
                if (Thread.currentThread().isInterrupted() || (inside && late.isEmpty())) {
                  throw new AssertionError("call " + count + ": interrupt got out, " + late);
                }
              }
              return count;
            });

    long now = 0;
    while (!calls.isDone()) {
      racing.look(now);
      now += 30 * SECOND;
    }

    assertThat(calls.get()).isGreaterThanOrEqualTo(300);
  }

  @Test
  void givenNoCallYet_whenAsked_thenTheWatchNeedNotKnow() throws Exception {
    assertThat(known).isEmpty();

    owner
        .submit(
            () -> {
              call.begin("p", CoreRig.record(1, "k", "v"));
              return call.end();
            })
        .get();
    assertThat(known).containsExactly(call);
    call.close();

    assertThat(known).isEmpty();
  }
}
