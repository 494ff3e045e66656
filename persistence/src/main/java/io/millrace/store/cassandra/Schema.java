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
  /** The newest layout that this code knows: of partitions that have packs. */
  static final int FORMAT = 2;

  /** The layout of a partition that nobody compacted yet, which an older Millrace can read. */
  static final int FORMAT_UNPACKED = 1;

  private static final Pattern KEYSPACE = Pattern.compile("[a-z][a-z0-9_]{0,47}");
  private static final Pattern DATACENTER = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]*");

  // The comments of 5.1 in docs/commit-log.md say why the tables are as they are.
  private static final List<Table> TABLES =
      List.of(
          new Table(
              "head",
              List.of(
                  "job uuid, part int",
                  "epoch bigint, owner uuid",
                  "seq bigint, blk_epoch bigint, chain blob",
                  "epoch_starts frozen<map<bigint, bigint>>",
                  "snap_seq bigint, snap_id uuid, older_seq bigint, older_id uuid",
                  "trunc_seq bigint, swept_seq bigint, fmt int",
                  "pack_seq bigint, pack_id uuid, pack_swept bigint"),
              List.of("job", "part"),
              List.of(),
              """
              compaction = {'class': 'UnifiedCompactionStrategy', 'scaling_parameters': 'L8'}
                AND caching = {'keys': 'ALL', 'rows_per_partition': 'ALL'}"""),
          new Table(
              "block",
              List.of(
                  "job uuid, part int, bucket bigint, seq bigint, epoch bigint, chunk int",
                  "chunks int, prev_epoch bigint, hdr blob, body blob"),
              List.of("job", "part", "bucket"),
              List.of("seq", "epoch", "chunk"),
              """
              CLUSTERING ORDER BY (seq ASC, epoch DESC, chunk ASC)
                AND compression = {'class': 'NoopCompressor', 'chunk_length_in_kb': 64}
                AND compaction = {'class': 'UnifiedCompactionStrategy', 'scaling_parameters': 'T4'}"""),
          // Read in pages without the blocks. Entries are part ranges, which compress, part
          // filters,
          // which do not: small chunks, since a page is some KiB of each block.
          new Table(
              "block_index",
              List.of("job uuid, part int, bucket bigint, seq bigint, epoch bigint", "entry blob"),
              List.of("job", "part", "bucket"),
              List.of("seq", "epoch"),
              """
              CLUSTERING ORDER BY (seq ASC, epoch DESC)
                AND compression = {'class': 'LZ4Compressor', 'chunk_length_in_kb': 16}
                AND compaction = {'class': 'UnifiedCompactionStrategy', 'scaling_parameters': 'T4'}"""),
          // One pack to a partition: packs are read alone, and deleted alone.
          new Table(
              "pack",
              List.of(
                  "job uuid, part int, run uuid, first bigint, chunk int",
                  "chunks int, hdr blob, body blob"),
              List.of("job", "part", "run", "first"),
              List.of("chunk"),
              """
              compression = {'class': 'NoopCompressor', 'chunk_length_in_kb': 64}
                AND compaction = {'class': 'UnifiedCompactionStrategy', 'scaling_parameters': 'T4'}"""),
          new Table(
              "pack_list",
              List.of(
                  "job uuid, part int, list uuid, bucket bigint, first bigint",
                  "last bigint, run uuid, bytes bigint"),
              List.of("job", "part", "list", "bucket"),
              List.of("first"),
              """
              compaction = {'class': 'UnifiedCompactionStrategy', 'scaling_parameters': 'T4'}"""),
          // As snapshot: one that comes back names a run that the next compaction clears away.
          new Table(
              "pack_run",
              List.of("job uuid, part int, run uuid", "base uuid"),
              List.of("job", "part"),
              List.of("run"),
              "gc_grace_seconds = 3600"),
          // Its deletions would pile up where they are listed. One that is forgotten after an hour
          // and comes back names a snapshot that the next claim deletes once more.
          new Table(
              "snapshot",
              List.of("job uuid, part int, snap_id uuid", "epoch bigint"),
              List.of("job", "part"),
              List.of("snap_id"),
              "gc_grace_seconds = 3600"),
          new Table(
              "snapshot_chunk",
              List.of("job uuid, part int, snap_id uuid, bucket int, chunk int", "body blob"),
              List.of("job", "part", "snap_id", "bucket"),
              List.of("chunk"),
              """
              compression = {'class': 'NoopCompressor', 'chunk_length_in_kb': 64}
                AND compaction = {'class': 'UnifiedCompactionStrategy', 'scaling_parameters': 'T4'}"""),
          new Table(
              "dictionary",
              List.of(
                  "job uuid, id int",
                  "column_name text, trained_at bigint, retired_at bigint, bytes int",
                  "pieces int, raw_bytes bigint, plain_bytes bigint, dict_bytes bigint",
                  "plain_encode_ns bigint, dict_encode_ns bigint",
                  "plain_decode_ns bigint, dict_decode_ns bigint",
                  "body blob"),
              List.of("job"),
              List.of("id"),
              ""),
          new Table(
              "producer",
              List.of("job uuid, producer text, pepoch bigint, incarnation bigint, instance uuid"),
              List.of("job", "producer"),
              List.of(),
              ""),
          new Table(
              "job",
              List.of(
                  "name text, id uuid, version int",
                  "map_version int, starts frozen<list<bigint>>, numbers frozen<list<int>>",
                  "paused text, failed_before bigint, records_before bigint, phase text",
                  "stages frozen<list<text>>, sink text, stage_versions frozen<list<int>>",
                  "stage_starts frozen<list<bigint>>, stage_numbers frozen<list<int>>"),
              List.of("name"),
              List.of(),
              ""));

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
            .map(table -> table.create(keyspace) + ";\n")
            .collect(Collectors.joining("\n"));
  }

  String createKeyspace() {
    return """
    CREATE KEYSPACE IF NOT EXISTS %s
      WITH replication = {'class': 'NetworkTopologyStrategy', '%s': %d}\
    """
        .formatted(keyspace, datacenter, replicationFactor);
  }

  /** The tables, in the order of their creation. */
  static List<Table> tables() {
    return TABLES;
  }
}
