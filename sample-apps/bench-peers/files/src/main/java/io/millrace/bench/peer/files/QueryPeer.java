// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.peer.files;

import io.millrace.bench.peer.Peer;
import io.millrace.bench.peer.data.QueryRound;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Asks files of Parquet; the first round writes them. */
final class QueryPeer implements Peer {
  private final Path folder;
  private final Layout layout;
  private final int threads;
  private @Nullable Opened opened;

  private record Opened(ParquetTable table, ParquetQuestions questions, QueryRound round) {}

  /**
   * Has opened nothing yet.
   *
   * @param folder where the files are, or will be
   * @param threads that a question may use
   */
  QueryPeer(Path folder, Layout layout, int threads) {
    this.folder = folder;
    this.layout = layout;
    this.threads = threads;
  }

  @Override
  public Map<String, String> settings() {
    return Map.of(
        "layout",
        switch (layout) {
          case arrival -> "in the order in which records came, as a job that appends leaves them";
          case key -> "sorted by key, as a batch job would lay it out for look-ups";
          case session -> "sorted by session, as a batch job would lay it out for the filter";
        },
        "files",
        "one a core, zstd level 3, row groups of 131,072 records (default 128 MiB): less to read"
            + " for one key",
        "indexes",
        "bloom filter of the key for its number in a row group (off by default); dictionaries of"
            + " session and country, none of key and value; column indexes as by default",
        "reading",
        "footers are kept; only the columns that a question needs; "
            + threads
            + (threads == 1 ? " thread" : " threads, a file each"));
  }

  @Override
  public Map<String, Double> round(Map<String, String> load) throws Exception {
    int records = Integer.parseInt(load.get(QueryRound.DATA_RECORDS));
    Opened now = opened;
    if (now == null) {
      ParquetTable table = ParquetTable.open(folder, layout, records);
      now =
          new Opened(
              table, new ParquetQuestions(table.files(), threads), new QueryRound(records));
      opened = now;
    }
    if (now.round().dataRecords() != records) {
      throw new IllegalArgumentException(
          "data-records: %d (expected: %d, as before)"
              .formatted(records, now.round().dataRecords()));
    }
    var figures =
        new LinkedHashMap<>(
            now.round()
                .run(
                now.questions(),
                Long.parseLong(load.get(QueryRound.QUESTION)),
                Long.parseLong(load.get("records"))));
    figures.put("load-seconds", now.table().seconds());
    figures.put("bytes-on-disk-per-record", (double) now.table().bytes() / records);
    return figures;
  }

  @Override
  public void close() {
    Opened last = opened;
    if (last != null) {
      last.questions().close();
    }
  }
}
