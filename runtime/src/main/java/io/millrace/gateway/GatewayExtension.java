// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.gateway;

import io.grpc.BindableService;
import io.millrace.model.Asker;
import java.util.concurrent.Executor;

/**
 * A gRPC service beside the gateway's own, such as one that puts questions to a job in the job's
 * own words. Name the class in {@code META-INF/services/io.millrace.gateway.GatewayExtension} and
 * put the jar beside the others; every node has it then.
 */
public interface GatewayExtension {
  /**
   * Makes the service; called once for each gateway. Its calls come from the server's threads,
   * several at a time, which they must neither block nor keep busy.
   *
   * @param asker asks the jobs of the cluster
   * @param executor runs what does not block
   */
  BindableService service(Asker asker, Executor executor);
}
