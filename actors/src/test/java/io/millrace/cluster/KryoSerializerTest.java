// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.google.protobuf.ByteString;
import com.typesafe.config.ConfigFactory;
import io.millrace.model.Answer;
import io.millrace.model.DataRecord;
import io.millrace.model.Epoch;
import io.millrace.model.Fields;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.millrace.model.PartitionId;
import io.millrace.model.ProducerEpoch;
import io.millrace.model.QuarantineEntry;
import io.millrace.model.Question;
import io.millrace.partition.PartitionCommand;
import io.millrace.partition.PartitionCommand.ActOnQuarantine;
import io.millrace.partition.PartitionCommand.Append;
import io.millrace.partition.PartitionCommand.Ask;
import io.millrace.partition.PartitionCommand.AwaitCommit;
import io.millrace.partition.PartitionCommand.Describe;
import io.millrace.partition.PartitionCommand.Find;
import io.millrace.partition.PartitionCommand.ListQuarantine;
import io.millrace.partition.PartitionCommand.OpenProducer;
import io.millrace.partition.PartitionCommand.QuarantineAction;
import io.millrace.partition.PartitionReply;
import io.millrace.partition.PartitionReply.Answered;
import io.millrace.partition.PartitionReply.Committed;
import io.millrace.partition.PartitionReply.Described;
import io.millrace.partition.PartitionReply.Expected;
import io.millrace.partition.PartitionReply.Figures;
import io.millrace.partition.PartitionReply.Found;
import io.millrace.partition.PartitionReply.NotTaken;
import io.millrace.partition.PartitionReply.ProducerExpired;
import io.millrace.partition.PartitionReply.ProducerFenced;
import io.millrace.partition.PartitionReply.ProducerOpened;
import io.millrace.partition.PartitionReply.QuarantineDone;
import io.millrace.partition.PartitionReply.Quarantined;
import io.millrace.partition.PartitionReply.Reached;
import io.millrace.partition.PartitionReply.Refused;
import io.millrace.partition.PartitionReply.Waiting;
import io.millrace.partition.WireMessage;
import java.io.Serializable;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.serialization.DisabledJavaSerializer;
import org.apache.pekko.serialization.Serialization;
import org.apache.pekko.serialization.SerializationExtension;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Goes through Pekko's own serialization, under the settings that nodes have. */
class KryoSerializerTest {
  private static final PartitionId PARTITION = new PartitionId(new UUID(-5, 77), 300);
  private static final long ALLOCATION_MAX = 4 << 20;

  private static ActorTestKit kit;
  private static Serialization serialization;
  private static KryoSerializer millrace;
  private static TestProbe<PartitionReply> probe;

  @BeforeAll
  static void start() throws Exception {
    kit =
        ActorTestKit.create(
            "kryo",
            ConfigFactory.parseString("pekko.actor.provider = local")
                .withFallback(ClusterNode.defaults())
                .resolve());
    serialization = SerializationExtension.get(Adapter.toClassic(kit.system()));
    millrace = (KryoSerializer) serialization.serializerFor(Find.class);
    probe = kit.createTestProbe(PartitionReply.class);
  }

  @AfterAll
  static void stop() {
    kit.shutdownTestKit();
  }

  private static DataRecord record(long sequence, long eventTimeMs, Fields fields) {
    return new DataRecord(
        sequence,
        ByteString.copyFromUtf8("key-" + sequence),
        ByteString.copyFrom(new byte[] {0, -1, (byte) sequence}),
        eventTimeMs,
        fields);
  }

  private static Fields everyType() {
    return Fields.builder()
        .put("double", -0.1)
        .put("false", false)
        .put("long", Long.MIN_VALUE)
        .put("text", "ü")
        .put("time", Instant.ofEpochMilli(-1))
        .put("true", true)
        .build();
  }

  private static List<WireMessage> messages() {
    var epoch = new Epoch(Long.MAX_VALUE);
    var opening = new ProducerEpoch(9, 4);
    var records =
        List.of(
            record(1, DataRecord.NO_EVENT_TIME, Fields.EMPTY),
            record(7, -3, Fields.of("größe", "✓", "empty", "")),
            record(8, -3, everyType()),
            record(Long.MAX_VALUE, Long.MAX_VALUE, Fields.EMPTY));
    return List.of(
        new OpenProducer(PARTITION, "producer-ü", opening, probe.ref()),
        new Append(
            PARTITION, "p", opening, Long.MAX_VALUE, Integer.MAX_VALUE, records, probe.ref()),
        new Find(PARTITION, ByteString.copyFrom(new byte[] {1, 0, -1}), 7, probe.ref()),
        new AwaitCommit(PARTITION, new UUID(-1, 1L << 60), 5, probe.ref()),
        new ListQuarantine(PARTITION, 3, 100, probe.ref()),
        new ActOnQuarantine(PARTITION, QuarantineAction.DROP, List.of(1L, 1L << 40), probe.ref()),
        new Describe(PARTITION, probe.ref()),
        new Ask(
            PARTITION,
            List.of(
                new Question(ByteString.copyFromUtf8("k"), ByteString.EMPTY),
                new Question(ByteString.EMPTY, ByteString.copyFrom(new byte[] {0, -1}))),
            probe.ref()),
        new Answered(
            PARTITION,
            epoch,
            List.of(
                new Answer.Given(ByteString.copyFromUtf8("ja")),
                new Answer.Failed("weiß nicht"),
                new Answer.Given(ByteString.EMPTY))),
        new ProducerOpened(PARTITION, 3, Long.MAX_VALUE),
        new Committed(
            PARTITION, epoch, 12, 99, 2, List.of(new Refused(5, "ungültig"), new Refused(6, ""))),
        new Committed(PARTITION, epoch, 12, 99, 0, List.of()),
        new Expected(PARTITION, 4, 0),
        new NotTaken(PARTITION, NotTaken.ANY_ATTEMPT, "moved", 100),
        new NotTaken(PARTITION, 17, "busy", 0),
        new Waiting(PARTITION, "store", 1_000),
        new ProducerFenced(PARTITION, "p", 8),
        new Found(PARTITION, epoch, 10, 9, 3),
        new Described(
            PARTITION, "host:1", epoch, 10, new Figures(1, 2, 3, 4, Long.MAX_VALUE, 6, 7), true),
        new Reached(PARTITION, Long.MAX_VALUE),
        new ProducerExpired(PARTITION, "späher"),
        new Quarantined(
            PARTITION,
            List.of(
                new QuarantineEntry(
                    1,
                    true,
                    "p",
                    new DataRecord(
                        4, ByteString.copyFromUtf8("k"), ByteString.EMPTY, -5, Fields.of("a", "b")),
                    "why",
                    "at",
                    3,
                    9)),
            true),
        new QuarantineDone(PARTITION, 1, 2, 3, List.of(4L), List.of(5L, 6L)));
  }

  private static byte[] write(Object message) {
    return serialization.serialize(message).get();
  }

  private static Object read(byte[] bytes) {
    return millrace.fromBinary(bytes, "");
  }

  @Test
  void givenEveryMessage_whenWrittenAndRead_thenEqual() throws Exception {
    for (WireMessage message : messages()) {
      assertThat(serialization.serializerFor(message.getClass()))
          .isInstanceOf(KryoSerializer.class);
      assertThat(read(write(message))).isEqualTo(message);
    }
  }

  @Test
  void givenSealedMessages_whenListed_thenThisTestAndTheSerializerKnowThemAll() {
    var known = new HashSet<Class<?>>();
    messages().forEach(m -> known.add(m.getClass()));

    assertThat(known)
        .containsExactlyInAnyOrderElementsOf(
            Stream.concat(
                    Arrays.stream(PartitionCommand.Request.class.getPermittedSubclasses()),
                    Arrays.stream(PartitionReply.class.getPermittedSubclasses()))
                .toList());
  }

  /** Marked for the wire, and not in the list. */
  private record Stranger(int value) implements WireMessage {}

  @Test
  void givenUnregisteredMessage_whenWritten_thenRefusedNamingTheClass() {
    assertThatThrownBy(() -> write(new Stranger(1)))
        .isInstanceOfSatisfying(
            MillraceException.class, e -> assertThat(e.kind()).isEqualTo(Kind.BUG))
        .hasMessageContaining("not registered")
        .hasMessageContaining(Stranger.class.getName());
  }

  @Test
  void givenUnregisteredNumber_whenRead_thenRefused() {
    byte[] bytes = write(messages().get(3));
    bytes[1] = 99;

    assertThatThrownBy(() -> read(bytes))
        .isInstanceOfSatisfying(
            MillraceException.class, e -> assertThat(e.kind()).isEqualTo(Kind.CORRUPT));
  }

  /** What Java would write by itself. */
  private record JavaThing(String text) implements Serializable {}

  @Test
  void givenSerializableClass_whenWritten_thenJavaSerializationIsOff() {
    assertThatThrownBy(() -> write(new JavaThing("x")))
        .isInstanceOf(DisabledJavaSerializer.JavaSerializationException.class);
    assertThat(kit.system().settings().config().getBoolean("pekko.actor.allow-java-serialization"))
        .isFalse();
  }

  @Test
  void givenOtherVersionOrNothing_whenRead_thenRefusedNamingIt() {
    byte[] bytes = write(messages().get(3));
    bytes[0] = 9;

    assertThatThrownBy(() -> read(bytes)).hasMessageContaining("version=9");
    assertThatThrownBy(() -> read(new byte[0])).hasMessageContaining("version=none");
  }

  @Test
  void givenTruncatedBytes_whenRead_thenEachPrefixIsRefused() {
    for (WireMessage message : messages()) {
      byte[] bytes = write(message);
      for (int length = 0; length < bytes.length; length++) {
        byte[] part = Arrays.copyOf(bytes, length);
        assertThatThrownBy(() -> read(part))
            .as("%s cut to %s of %s", message, length, bytes.length)
            .isInstanceOf(MillraceException.class);
      }
    }
  }

  @Test
  void givenBytesBehindTheMessage_whenRead_thenRefused() {
    byte[] bytes = write(messages().get(4));

    assertThatThrownBy(() -> read(Arrays.copyOf(bytes, bytes.length + 1)))
        .hasMessageContaining("bytes after the message");
  }

  @Test
  void givenFlippedBytes_whenRead_thenARegisteredMessageOrARefusalAndLittleMemory() {
    var random = new Random(3);
    var known = new HashSet<Class<?>>();
    messages().forEach(m -> known.add(m.getClass()));
    for (WireMessage message : messages()) {
      byte[] bytes = write(message);
      for (int at = 0; at < bytes.length; at++) {
        byte[] damaged = bytes.clone();
        damaged[at] ^= (byte) (1 << random.nextInt(8));
        checkHarmless(damaged, known);
        damaged[at] = (byte) 0xff;
        checkHarmless(damaged, known);
      }
    }
  }

  private static void checkHarmless(byte[] bytes, Set<Class<?>> known) {
    long before = allocated();
    var read = new ArrayList<Object>();
    Throwable failure = catchThrowable(() -> read.add(read(bytes)));
    assertThat(allocated() - before).as("bytes allocated").isLessThan(ALLOCATION_MAX);
    if (failure != null) {
      assertThat(failure).isInstanceOf(MillraceException.class);
    } else {
      assertThat(known).contains(read.get(0).getClass());
    }
  }

  @Test
  void givenAbsurdCounts_whenRead_thenRefusedBeforeAnythingIsAllocated() {
    byte[] huge = {-1, -1, -1, -1, 7}; // the varint of 2^31 - 1
    byte[] negative = {-1, -1, -1, -1, 15}; // of -1
    byte[] bytes =
        write(new Find(PARTITION, ByteString.copyFromUtf8("0123456789"), 0, probe.ref()));
    int lengthAt = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("0123");
    byte[] append = write(messages().get(1));
    int countAt = new String(append, StandardCharsets.ISO_8859_1).indexOf("key-1");

    for (byte[] count : List.of(huge, negative)) {
      checkRefused(with(bytes, lengthAt - 1, count));
      checkRefused(with(append, countAt - 1, count)); // a key's length
      checkRefused(with(append, countAt - 3, count)); // how many records
    }
  }

  private static byte[] with(byte[] bytes, int at, byte[] instead) {
    byte[] changed = new byte[bytes.length - 1 + instead.length];
    System.arraycopy(bytes, 0, changed, 0, at);
    System.arraycopy(instead, 0, changed, at, instead.length);
    System.arraycopy(bytes, at + 1, changed, at + instead.length, bytes.length - at - 1);
    return changed;
  }

  private static void checkRefused(byte[] bytes) {
    long before = allocated();
    assertThatThrownBy(() -> read(bytes))
        .isInstanceOf(MillraceException.class)
        .hasMessageContaining("count: ");
    assertThat(allocated() - before).isLessThan(ALLOCATION_MAX);
  }

  private static long allocated() {
    return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
        .getCurrentThreadAllocatedBytes();
  }

  @Test
  void givenMessageOverTheLimit_whenWritten_thenRefusedNamingTheClass() {
    var wide =
        new DataRecord(
            1,
            ByteString.copyFromUtf8("k"),
            ByteString.copyFrom(new byte[5 << 20]),
            DataRecord.NO_EVENT_TIME,
            Fields.EMPTY);
    var message =
        new Append(PARTITION, "p", new ProducerEpoch(1, 1), 0, 1, List.of(wide), probe.ref());

    assertThatThrownBy(() -> write(message))
        .isInstanceOf(MillraceException.class)
        .hasMessageContaining(Append.class.getName());
  }
}
