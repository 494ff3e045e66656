// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench;

import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.millrace.cli.CliCommand;
import io.millrace.cli.OutputOption;
import io.millrace.model.DataRecord;
import io.millrace.model.Fields;
import io.millrace.processor.Effect;
import io.millrace.processor.Processor;
import io.millrace.processor.Typed;
import io.millrace.serde.Serde;
import io.millrace.serde.Serdes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What typed processors cost beside raw ones that do the same. */
@Command(
    name = "typed",
    description = {
      "Runs processors alone, without a partition around them, on one thread, in turns: the same",
      "counter by hand over bytes and as a typed function."
    },
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class TypedCommand implements CliCommand {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final ObjectReader READ_EVENT = MAPPER.readerFor(Event.class);
  private static final ObjectReader READ_SUM = MAPPER.readerFor(Sum.class);
  private static final ObjectWriter WRITE_SUM = MAPPER.writerFor(Sum.class);

  @Spec private CommandSpec spec;
  @Mixin private OutputOption output;

  @Option(
      names = "--records",
      defaultValue = "1000000",
      description = "Records a round (default: ${DEFAULT-VALUE}).")
  private int records;

  @Option(
      names = "--keys",
      defaultValue = "1000",
      description = "Keys, each with a state (default: ${DEFAULT-VALUE}).")
  private int keys;

  @Option(
      names = "--rounds",
      defaultValue = "7",
      description = "Measured rounds, after two more (default: ${DEFAULT-VALUE}).")
  private int rounds;

  /** What the JSON and Kryo processors work on. */
  record Event(String user, long cents, String page) {}

  /** Their state and result. */
  record Sum(long count, long cents) {
    private static final Sum NONE = new Sum(0, 0);

    private Sum plus(Event event) {
      return new Sum(count + 1, cents + event.cents());
    }
  }

  /** A processor and the times of its rounds. */
  private record Case(String layout, String kind, Processor processor, List<Double> nsPerRecord) {
    private Case(String layout, String kind, Processor processor) {
      this(layout, kind, processor, new ArrayList<>());
    }
  }

  @Override
  public Integer call() {
    if (records < 1 || keys < 1 || rounds < 1) {
      throw new ParameterException(
          spec.commandLine(),
          "--records %d --keys %d --rounds %d (expected: 1 up)".formatted(records, keys, rounds));
    }
    Serde<Sum> kryo = Serdes.kryo(Sum.class).register(100, Sum.class).build();
    List<Case> cases =
        List.of(
            new Case("int64", "raw", rawCount()),
            new Case("int64", "typed", typedCount()),
            new Case("json", "raw", rawSum()),
            new Case("json", "typed", typedSum(Serdes.json(Sum.class))),
            new Case("json, kryo state", "typed", typedSum(kryo)));
    List<DataRecord> input = input();
    for (int round = -2; round < rounds; round++) {
      for (Case each : cases) {
        double ns = run(each.processor(), input);
        if (round >= 0) {
          each.nsPerRecord().add(ns);
        }
      }
    }
    var table = new Table("layout", "processor", "rounds", "p50-ns", "min-ns");
    for (Case each : cases) {
      Collections.sort(each.nsPerRecord());
      table.add(
          each.layout(),
          each.kind(),
          rounds,
          each.nsPerRecord().get(rounds / 2),
          each.nsPerRecord().get(0));
    }
    table.print(spec.commandLine().getOut(), output.isJson());
    return 0;
  }

  private List<DataRecord> input() {
    var input = new ArrayList<DataRecord>(keys);
    for (int i = 0; i < keys; i++) {
      String value = "{\"user\":\"user-%d\",\"cents\":%d,\"page\":\"/shop/%d\"}".formatted(i, i, i);
      input.add(
          new DataRecord(
              i + 1L,
              ByteString.copyFromUtf8("key-" + i),
              ByteString.copyFromUtf8(value),
              DataRecord.NO_EVENT_TIME,
              Fields.EMPTY));
    }
    return input;
  }

  /** Nanoseconds per record. */
  private double run(Processor processor, List<DataRecord> input) {
    var states = new @Nullable ByteString[keys];
    long start = System.nanoTime();
    for (int i = 0; i < records; i++) {
      int key = i % keys;
      Optional<ByteString> state = Optional.ofNullable(states[key]);
      states[key] = processor.process(input.get(key), () -> state).state();
    }
    return (double) (System.nanoTime() - start) / records;
  }

  private static Processor rawCount() {
    return (record, context) -> {
      long count = context.state().map(TypedCommand::toLong).orElse(0L) + 1;
      ByteString bytes =
          UnsafeByteOperations.unsafeWrap(ByteBuffer.allocate(Long.BYTES).putLong(count).array());
      return Effect.builder().emit(bytes).setState(bytes).build();
    };
  }

  private static long toLong(ByteString bytes) {
    return bytes.asReadOnlyByteBuffer().getLong();
  }

  private static Processor typedCount() {
    return Typed.keys(Serdes.utf8())
        .state(Serdes.int64())
        .results(Serdes.int64())
        .process(
            (record, context) -> {
              long count = context.state().orElse(0L) + 1;
              return context.emit(count).setState(count);
            })
        .get();
  }

  private static Processor rawSum() {
    return (record, context) -> {
      try {
        Event event = READ_EVENT.readValue(record.value().toByteArray());
        ByteString state = context.state().orElse(null);
        Sum before = state == null ? Sum.NONE : READ_SUM.readValue(state.toByteArray());
        ByteString bytes =
            UnsafeByteOperations.unsafeWrap(WRITE_SUM.writeValueAsBytes(before.plus(event)));
        return Effect.builder().emit(bytes).setState(bytes).build();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    };
  }

  private static Processor typedSum(Serde<Sum> state) {
    return Typed.keys(Serdes.utf8())
        .values(Serdes.json(Event.class))
        .state(state)
        .results(state)
        .process(
            (record, context) -> {
              Sum sum = context.state().orElse(Sum.NONE).plus(record.value());
              return context.emit(sum).setState(sum);
            })
        .get();
  }
}
