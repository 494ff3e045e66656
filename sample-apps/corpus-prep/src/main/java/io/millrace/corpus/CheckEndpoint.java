// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus;

import io.grpc.BindableService;
import io.grpc.stub.StreamObserver;
import io.millrace.corpus.near.DocState.Standing;
import io.millrace.corpus.v1.CheckDuplicateRequest;
import io.millrace.corpus.v1.CheckDuplicateResponse;
import io.millrace.corpus.v1.CheckServiceGrpc.CheckServiceImplBase;
import io.millrace.corpus.v1.Cluster;
import io.millrace.corpus.v1.Match;
import io.millrace.corpus.v1.Verdict;
import io.millrace.gateway.GatewayExtension;
import io.millrace.gateway.Unary;
import io.millrace.model.Asker;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;

/** Says over gRPC whether the job knows a text. */
public final class CheckEndpoint implements GatewayExtension {
  /** Checks that a gateway has under way; each holds a text. */
  private static final int CHECKS_MAX = 64;

  /** Made by {@code java.util.ServiceLoader}. */
  public CheckEndpoint() {}

  @Override
  public BindableService service(Asker asker, Executor executor) {
    return new Service(asker, executor);
  }

  private static final class Service extends CheckServiceImplBase {
    private final DuplicateCheck check;
    private final Executor executor;
    private final Semaphore room = new Semaphore(CHECKS_MAX);

    Service(Asker asker, Executor executor) {
      this.check = DuplicateCheck.of(asker);
      this.executor = executor;
    }

    @Override
    public void checkDuplicate(
        CheckDuplicateRequest request, StreamObserver<CheckDuplicateResponse> observer) {
      Unary.answer(observer, executor, () -> check(request));
    }

    private CompletionStage<CheckDuplicateResponse> check(CheckDuplicateRequest request) {
      if (!room.tryAcquire()) {
        throw MillraceException.of(Kind.BUSY, "too many checks at once")
            .with("value", CHECKS_MAX)
            .with("expected", "fewer on one node; ask again, or another node");
      }
      return CompletableFuture.supplyAsync(
              () -> check.check(request.getText(), RecipeRules.fields(request.getRecipe())),
              executor)
          .thenCompose(checked -> checked)
          .thenApply(CheckEndpoint::response)
          .whenComplete((response, failure) -> room.release());
    }
  }

  private static CheckDuplicateResponse response(Checked checked) {
    var response =
        CheckDuplicateResponse.newBuilder()
            .setId(checked.id().toString())
            .setVerdict(verdict(checked.verdict()));
    checked
        .cluster()
        .ifPresent(
            cluster ->
                response.setCluster(
                    Cluster.newBuilder().setId(cluster.id().toString()).setSize(cluster.size())));
    checked.nearest().ifPresent(match -> response.setNearest(match(match)));
    checked.kept().ifPresent(match -> response.setKept(match(match)));
    checked.refusedBy().ifPresent(response::setRefusedBy);
    return response.build();
  }

  private static Verdict verdict(Checked.Verdict verdict) {
    return switch (verdict) {
      case NEW -> Verdict.VERDICT_NEW;
      case NEAR_DUPLICATE -> Verdict.VERDICT_NEAR_DUPLICATE;
      case DUPLICATE -> Verdict.VERDICT_DUPLICATE;
      case TAKEN_DOWN -> Verdict.VERDICT_TAKEN_DOWN;
    };
  }

  private static Match match(Checked.Match match) {
    var message =
        Match.newBuilder()
            .setId(match.id().toString())
            .setSource(match.source())
            .setPath(match.path())
            .setKept(match.standing() == Standing.KEPT)
            .setJaccard(match.jaccard());
    match.estimate().ifPresent(message::setEstimate);
    return message.build();
  }
}
