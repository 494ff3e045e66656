// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.gateway;

import io.millrace.ingest.IngestSettings;
import io.millrace.model.Asker;
import io.millrace.partition.PartitionCommand;
import io.millrace.query.DrainCheck;
import io.millrace.query.QuarantineDesk;
import io.millrace.query.QueryEngine;
import io.millrace.query.Selector;
import io.millrace.routing.JobDirectory;
import io.millrace.store.Stores;
import java.util.List;
import java.util.concurrent.Executor;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;

/**
 * What the endpoints of a node use.
 *
 * @param region where requests to partitions go
 * @param extensions services beside the gateway's own
 * @param executor runs callbacks that do not block
 */
public record GatewayServices(
    ActorSystem<?> system,
    Stores stores,
    JobDirectory jobs,
    ActorRef<PartitionCommand> region,
    QueryEngine query,
    Selector selector,
    DrainCheck drains,
    QuarantineDesk quarantine,
    Asker asker,
    IngestSettings ingest,
    Limits limits,
    List<GatewayExtension> extensions,
    Executor executor) {}
