// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.store.cassandra;

import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.millrace.model.PartitionMap;
import io.millrace.store.StageMap;
import io.millrace.store.StageMaps;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The stages of a job as columns of its row. {@code stages} holds all names, the source's first.
 * The maps of the others lie one behind another in the other three lists; each map begins where the
 * start is 0, as only a map's first start is. A job whose only stage has no name of its own leaves
 * all five null, as rows of older versions do.
 */
final class StageColumns {
  private StageColumns() {}

  /** Sets the five columns of an insert. */
  static BoundStatement set(BoundStatement insert, StageMaps graph) {
    if (graph.equals(StageMaps.NONE)) {
      return insert;
    }
    var names = new ArrayList<>(List.of(graph.source()));
    var versions = new ArrayList<Integer>();
    var starts = new ArrayList<Long>();
    var numbers = new ArrayList<Integer>();
    for (StageMap stage : graph.further()) {
      names.add(stage.name());
      versions.add(stage.partitions().version());
      stage.partitions().starts().forEach(start -> starts.add(Integer.toUnsignedLong(start)));
      numbers.addAll(stage.partitions().numbers());
    }
    return insert
        .setList("stages", names, String.class)
        .setString("sink", graph.sink())
        .setList("stage_versions", versions, Integer.class)
        .setList("stage_starts", starts, Long.class)
        .setList("stage_numbers", numbers, Integer.class);
  }

  /** Reads them. */
  static StageMaps get(Row row) {
    @Nullable List<String> names = row.getList("stages", String.class);
    @Nullable String sink = row.getString("sink");
    if (names == null || names.isEmpty() || sink == null) {
      return StageMaps.NONE;
    }
    List<Integer> versions = orEmpty(row.getList("stage_versions", Integer.class));
    List<Long> starts = orEmpty(row.getList("stage_starts", Long.class));
    List<Integer> numbers = orEmpty(row.getList("stage_numbers", Integer.class));
    var further = new ArrayList<StageMap>();
    int at = 0;
    for (int i = 1; i < names.size(); i++) {
      int end = at + 1;
      while (end < starts.size() && starts.get(end) != 0) {
        end++;
      }
      if (end > starts.size() || end > numbers.size() || i > versions.size()) {
        throw MillraceException.of(Kind.CORRUPT, "stages of a registered job do not fit together")
            .with("job", row.getString("name"))
            .with("stages", names)
            .with("stageStarts", starts.size())
            .with("stageNumbers", numbers.size());
      }
      further.add(
          new StageMap(
              names.get(i),
              new PartitionMap(
                  versions.get(i - 1),
                  starts.subList(at, end).stream().map(Long::intValue).toList(),
                  numbers.subList(at, end))));
      at = end;
    }
    return new StageMaps(names.get(0), further, sink);
  }

  private static <T> List<T> orEmpty(@Nullable List<T> list) {
    return list == null ? List.of() : list;
  }
}
