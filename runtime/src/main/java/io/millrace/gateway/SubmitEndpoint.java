// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.gateway;

import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.millrace.ingest.BatchSubmitter;
import io.millrace.ingest.IngestCommand;
import io.millrace.ingest.IngestCommand.Begin;
import io.millrace.ingest.IngestCommand.Listen;
import io.millrace.ingest.IngestCommand.NoMore;
import io.millrace.ingest.IngestCommand.OutputTaken;
import io.millrace.ingest.IngestCommand.Records;
import io.millrace.ingest.IngestCommand.Taken;
import io.millrace.ingest.IngestSession;
import io.millrace.ingest.NodeCredit;
import io.millrace.ingest.SessionOutput;
import io.millrace.ingest.SessionOutput.Answered;
import io.millrace.ingest.SessionOutput.Failed;
import io.millrace.ingest.SessionOutput.Finished;
import io.millrace.ingest.SessionOutput.Opened;
import io.millrace.ingest.SessionOutput.Waits;
import io.millrace.model.DataRecord;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.millrace.model.PackedRecords;
import io.millrace.store.JobEntry;
import io.millrace.v1.Hello;
import io.millrace.v1.ProducerMode;
import io.millrace.v1.Stalled;
import io.millrace.v1.SubmitBatchRequest;
import io.millrace.v1.SubmitBatchResponse;
import io.millrace.v1.SubmitRequest;
import io.millrace.v1.SubmitResponse;
import io.millrace.v1.SubmitServiceGrpc.SubmitServiceImplBase;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.stream.CompletionStrategy;
import org.apache.pekko.stream.javadsl.Keep;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.stream.typed.javadsl.ActorSink;
import org.apache.pekko.stream.typed.javadsl.ActorSource;

/** Takes work: streams of producers, and single batches for which the gateway is the producer. */
final class SubmitEndpoint extends SubmitServiceImplBase {
  private static final Duration BATCH_DEADLINE = Duration.ofSeconds(10);

  private final GatewayServices services;
  private final ActorSystem<?> system;
  private final Executor executor;
  private final NodeCredit credit;
  private final String gatewayProducer = "gateway-" + UUID.randomUUID();
  private final AtomicLong openings = new AtomicLong();
  private final Map<String, ActorRef<BatchSubmitter.Command>> submitters =
      new ConcurrentHashMap<>();

  SubmitEndpoint(GatewayServices services) {
    this.services = services;
    this.system = services.system();
    this.executor = services.executor();
    this.credit = new NodeCredit(services.ingest().nodeBytesMax());
  }

  /** The stream; its requests as the bytes that came, each a {@link SubmitRequest}. */
  StreamObserver<byte[]> submitBytes(StreamObserver<SubmitResponse> observer) {
    var call = (ServerCallStreamObserver<SubmitResponse>) observer;
    var inbound = new GrpcInbound<byte[]>(call);
    var outbound = new GrpcOutbound<>(call);
    inbound
        .source()
        .prefixAndTail(1)
        .runWith(Sink.head(), system)
        .thenComposeAsync(
            parts -> {
              Hello hello = hello(parts.first());
              return services
                  .jobs()
                  .find(Limits.job(hello.getJob()))
                  .thenAcceptAsync(
                      job -> run(job, hello, parts.second(), outbound.sink()), executor);
            },
            executor)
        .whenCompleteAsync(
            (started, failure) -> {
              if (failure != null) {
                Source.<SubmitResponse>failed(failure).runWith(outbound.sink(), system);
              }
            },
            executor);
    return inbound;
  }

  private static Hello hello(List<byte[]> first) {
    SubmitRequest request =
        first.isEmpty() ? SubmitRequest.getDefaultInstance() : SubmitReader.request(first.get(0));
    if (!request.hasHello()) {
      throw MillraceException.of(Kind.CALLER, "stream does not begin with a Hello")
          .with("field", "request")
          .with("value", first.isEmpty() ? "none" : request.getRequestCase())
          .with("expected", "HELLO");
    }
    Hello hello = request.getHello();
    Limits.producer(hello.getProducer());
    if (hello.getMode() == ProducerMode.UNRECOGNIZED) {
      throw MillraceException.of(Kind.CALLER, "unknown producer mode")
          .with("field", "hello.mode")
          .with("value", hello.getModeValue())
          .with("expected", "PRODUCER_MODE_RESUME or PRODUCER_MODE_FRESH");
    }
    return hello;
  }

  private void run(
      JobEntry job,
      Hello hello,
      Source<byte[], NotUsed> requests,
      Sink<SubmitResponse, NotUsed> responses) {
    boolean fresh = hello.getMode() == ProducerMode.PRODUCER_MODE_FRESH;
    ActorRef<IngestCommand> session =
        spawn(session(job, hello.getProducer(), fresh, hello.getIncarnation()), "submit");
    ActorRef<SessionOutput> outputs =
        outputs(session).map(SubmitEndpoint::response).toMat(responses, Keep.left()).run(system);
    session.tell(new Listen(outputs));
    requests
        .map(request -> SubmitReader.records(request, services.limits()))
        .runWith(
            ActorSink.<PackedRecords, IngestCommand, Taken>actorRefWithBackpressure(
                session,
                (taken, records) -> new Records(records, taken),
                Begin::new,
                Taken.INSTANCE,
                NoMore.INSTANCE,
                failure -> new IngestCommand.InputFailed(failure)),
            system);
  }

  private Behavior<IngestCommand> session(
      JobEntry job, String producer, boolean fresh, long incarnation) {
    return IngestSession.create(
        job,
        producer,
        fresh,
        incarnation,
        services.ingest(),
        services.stores().producers(),
        credit,
        services.region());
  }

  private <T> ActorRef<T> spawn(Behavior<T> behavior, String name) {
    return system.systemActorOf(behavior, name + "-" + UUID.randomUUID(), Props.empty());
  }

  private static Source<SessionOutput, ActorRef<SessionOutput>> outputs(
      ActorRef<IngestCommand> session) {
    return ActorSource.actorRefWithBackpressure(
        session,
        OutputTaken.INSTANCE,
        output ->
            output instanceof Finished
                ? Optional.of(CompletionStrategy.draining())
                : Optional.empty(),
        output -> output instanceof Failed f ? Optional.of(f.cause()) : Optional.empty());
  }

  private static SubmitResponse response(SessionOutput output) {
    if (output instanceof Opened opened) {
      return SubmitResponse.newBuilder().setWelcome(opened.welcome()).build();
    } else if (output instanceof Answered answered) {
      return SubmitResponse.newBuilder().setAnswers(answered.answers()).build();
    } else if (output instanceof Waits waits) {
      return SubmitResponse.newBuilder()
          .setStalled(
              Stalled.newBuilder()
                  .setReason(waits.reason())
                  .setRetryAfter(duration(waits.retryAfterMs())))
          .build();
    }
    throw new IllegalStateException("output: " + output);
  }

  private static com.google.protobuf.Duration duration(int ms) {
    return com.google.protobuf.Duration.newBuilder()
        .setSeconds(ms / 1000)
        .setNanos(ms % 1000 * 1_000_000)
        .build();
  }

  @Override
  public void submitBatch(
      SubmitBatchRequest request, StreamObserver<SubmitBatchResponse> observer) {
    Duration deadline = remaining();
    Unary.answer(
        observer,
        executor,
        () -> {
          List<DataRecord> records =
              services.limits().records(request.getRecordsList(), request.getSerializedSize());
          return services
              .jobs()
              .find(Limits.job(request.getJob()))
              .thenCompose(
                  job -> {
                    var answer = new CompletableFuture<SubmitBatchResponse>();
                    submitter(job).tell(new BatchSubmitter.Submit(records, answer, deadline));
                    return answer;
                  });
        });
  }

  private ActorRef<BatchSubmitter.Command> submitter(JobEntry job) {
    return submitters.computeIfAbsent(
        job.name(),
        name ->
            spawn(
                BatchSubmitter.create(
                    // A name that nobody ever had: a partition that has stopped need not be asked.
                    () -> session(job, gatewayProducer + "-" + openings.incrementAndGet(), true, 0),
                    services.ingest().clientBytesMax()),
                "submit-batch"));
  }

  /** How long to wait for durability: the caller's deadline, but never longer than our own. */
  private static Duration remaining() {
    return Optional.ofNullable(Context.current().getDeadline())
        .map((Deadline d) -> Duration.ofNanos(Math.max(1, d.timeRemaining(TimeUnit.NANOSECONDS))))
        .filter(left -> left.compareTo(BATCH_DEADLINE) < 0)
        .orElse(BATCH_DEADLINE);
  }
}
