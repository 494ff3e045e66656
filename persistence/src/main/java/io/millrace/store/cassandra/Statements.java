// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.store.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DefaultConsistencyLevel;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;

/**
 * Prepares statements for the way they are to be run. Blocks, so it is used while connecting only.
 *
 * @param session to any keyspace
 * @param keyspace stands in for {@code %s} in each statement
 * @param serialLevel level of serial reads
 */
record Statements(CqlSession session, String keyspace, DefaultConsistencyLevel serialLevel) {
  /** A compare-and-set. */
  PreparedStatement cas(String cql) {
    return profile(cql, Sessions.CAS);
  }

  /** A read that sees every compare-and-set decided before it. */
  PreparedStatement serial(String cql) {
    return session.prepare(statement(cql, Sessions.CAS).setConsistencyLevel(serialLevel));
  }

  /** A small read. */
  PreparedStatement plain(String cql) {
    return profile(cql, Sessions.READ);
  }

  PreparedStatement profile(String cql, String name) {
    return session.prepare(statement(cql, name));
  }

  private SimpleStatement statement(String cql, String profile) {
    return SimpleStatement.newInstance(cql.formatted(keyspace)).setExecutionProfileName(profile);
  }
}
