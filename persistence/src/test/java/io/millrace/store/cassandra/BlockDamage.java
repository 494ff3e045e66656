// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.store.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import io.millrace.store.StoredBlock;
import io.millrace.store.embedded.EmbeddedCassandra;
import java.net.InetSocketAddress;

/** Puts other bytes in the place of a stored block, as a broken disk or a careless hand would. */
public final class BlockDamage implements AutoCloseable {
  /** Above the timestamps of all that the store itself writes. */
  private static final long FIRST_TIMESTAMP = 3;

  private final CqlSession session;
  private long timestamp = FIRST_TIMESTAMP;

  public BlockDamage(InetSocketAddress server, String keyspace) {
    session =
        CqlSession.builder()
            .addContactPoint(server)
            .withLocalDatacenter(EmbeddedCassandra.DATACENTER)
            .withKeyspace(keyspace)
            .build();
  }

  /** Replaces the block of that place; its body fits one chunk. */
  public void replace(StoredBlock block) {
    session.execute(
        SimpleStatement.newInstance(
            "INSERT INTO block (job, part, bucket, seq, epoch, chunk, chunks, hdr, body)"
                + " VALUES (?, ?, ?, ?, ?, 0, 1, ?, ?) USING TIMESTAMP "
                + timestamp++,
            block.partition().job(),
            block.partition().number(),
            BlockRows.bucketOf(block.sequence()),
            block.sequence(),
            block.epoch().value(),
            block.header().asReadOnlyByteBuffer(),
            block.body().asReadOnlyByteBuffer()));
  }

  @Override
  public void close() {
    session.close();
  }
}
