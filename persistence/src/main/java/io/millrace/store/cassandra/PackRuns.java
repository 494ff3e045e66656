// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.store.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import io.millrace.model.PartitionId;
import io.millrace.store.PackRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletionStage;

/** The rows that say which compactions were begun. Thread-safe. */
final class PackRuns {
  private final CqlSession session;
  private final PreparedStatement insert;
  private final PreparedStatement select;
  private final PreparedStatement delete;

  PackRuns(Statements statements) {
    session = statements.session();
    insert =
        statements.profile(
            "INSERT INTO %s.pack_run (job, part, run, base) VALUES (?, ?, ?, ?) USING TIMESTAMP 1",
            Sessions.PAYLOAD);
    select = statements.plain("SELECT run, base FROM %s.pack_run WHERE job = ? AND part = ?");
    delete =
        statements.profile(
            """
            DELETE FROM %s.pack_run USING TIMESTAMP 2
            WHERE job = ? AND part = ? AND run = ?""",
            Sessions.PAYLOAD);
  }

  CompletionStage<AsyncResultSet> announce(PartitionId partition, PackRun run) {
    return session.executeAsync(
        insert.bind(partition.job(), partition.number(), run.id(), run.base()));
  }

  CompletionStage<List<PackRun>> list(PartitionId partition) {
    var runs = new ArrayList<PackRun>();
    return PackRows.forEachRow(
            session.executeAsync(select.bind(partition.job(), partition.number())),
            row ->
                runs.add(
                    new PackRun(
                        Objects.requireNonNull(row.getUuid("run"), "run"),
                        Objects.requireNonNull(row.getUuid("base"), "base"))))
        .thenApply(done -> List.copyOf(runs));
  }

  CompletionStage<AsyncResultSet> withdraw(PartitionId partition, UUID run) {
    return session.executeAsync(delete.bind(partition.job(), partition.number(), run));
  }
}
