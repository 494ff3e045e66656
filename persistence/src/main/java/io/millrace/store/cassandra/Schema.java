// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.store.cassandra;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The one definition of Millrace's tables; {@code config/cassandra/schema.cql} is its {@link
 * #print} for operators who create them by hand.
 *
 * @param keyspace lower case letters, digits and underscores, at most 48
 * @param datacenter where the replicas are; Millrace's fencing holds within one datacenter
 * @param replicationFactor how many replicas, 1 up
 */
public record Schema(String keyspace, String datacenter, int replicationFactor) {
  /** The layout that this code writes; readers also know the one before. */
  static final int FORMAT = 1;

  private static final Pattern KEYSPACE = Pattern.compile("[a-z][a-z0-9_]{0,47}");
  private static final Pattern DATACENTER = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]*");

  // The comments of 5.1 in docs/commit-log.md say why the tables are as they are.
  private static final List<Table> TABLES =
      List.of(
          new Table(
              "head",
              """
              CREATE TABLE IF NOT EXISTS %s.head (
                job uuid, part int,
                epoch bigint, owner uuid,
                seq bigint, blk_epoch bigint, chain blob,
                epoch_starts frozen<map<bigint, bigint>>,
                snap_seq bigint, snap_id uuid, older_seq bigint, older_id uuid,
                trunc_seq bigint, swept_seq bigint, fmt int,
                PRIMARY KEY ((job, part))
              ) WITH compaction = {'class': 'UnifiedCompactionStrategy', 'scaling_parameters': 'L8'}
                AND caching = {'keys': 'ALL', 'rows_per_partition': 'ALL'}\
              """),
          new Table(
              "block",
              """
              CREATE TABLE IF NOT EXISTS %s.block (
                job uuid, part int, bucket bigint, seq bigint, epoch bigint, chunk int,
                chunks int, prev_epoch bigint, hdr blob, body blob,
                PRIMARY KEY ((job, part, bucket), seq, epoch, chunk)
              ) WITH CLUSTERING ORDER BY (seq ASC, epoch DESC, chunk ASC)
                AND compression = {'class': 'NoopCompressor', 'chunk_length_in_kb': 64}
                AND compaction = {'class': 'UnifiedCompactionStrategy', 'scaling_parameters': 'T4'}\
              """),
          new Table(
              "snapshot_chunk",
              """
              CREATE TABLE IF NOT EXISTS %s.snapshot_chunk (
                job uuid, part int, snap_id uuid, chunk int, body blob,
                PRIMARY KEY ((job, part, snap_id, chunk))
              ) WITH compression = {'class': 'NoopCompressor', 'chunk_length_in_kb': 64}\
              """),
          new Table(
              "producer",
              """
              CREATE TABLE IF NOT EXISTS %s.producer (
                job uuid, producer text, pepoch bigint, incarnation bigint, instance uuid,
                PRIMARY KEY ((job, producer))
              )\
              """),
          new Table(
              "job",
              """
              CREATE TABLE IF NOT EXISTS %s.job (
                name text PRIMARY KEY, id uuid, version int,
                map_version int, starts frozen<list<bigint>>, numbers frozen<list<int>>,
                paused text, failed_before bigint, records_before bigint
              )\
              """));

  public Schema {
    if (!KEYSPACE.matcher(keyspace).matches()) {
      throw new IllegalArgumentException(
          "keyspace: " + keyspace + " (expected: " + KEYSPACE.pattern() + ")");
    }
    if (!DATACENTER.matcher(datacenter).matches()) {
      throw new IllegalArgumentException(
          "local-datacenter: " + datacenter + " (expected: " + DATACENTER.pattern() + ")");
    }
    if (replicationFactor < 1) {
      throw new IllegalArgumentException(
          "replication-factor: " + replicationFactor + " (expected: >= 1)");
    }
  }

  /** All statements as one CQL script. */
  public String print() {
    return createKeyspace()
        + ";\n\n"
        + TABLES.stream()
            .map(table -> table.create().formatted(keyspace) + ";\n")
            .collect(Collectors.joining("\n"));
  }

  String createKeyspace() {
    return """
    CREATE KEYSPACE IF NOT EXISTS %s
      WITH replication = {'class': 'NetworkTopologyStrategy', '%s': %d}\
    """
        .formatted(keyspace, datacenter, replicationFactor);
  }

  /** Names of the tables, in the order of their creation. */
  static List<String> tables() {
    return TABLES.stream().map(Table::name).toList();
  }

  String createTable(String name) {
    return TABLES.stream()
        .filter(table -> table.name().equals(name))
        .findFirst()
        .orElseThrow()
        .create()
        .formatted(keyspace);
  }

  private record Table(String name, String create) {}
}
