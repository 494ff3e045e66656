// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.gateway;

import com.google.protobuf.ByteString;
import io.millrace.message.FieldMessages;
import io.millrace.model.Fields;
import io.millrace.query.Part;
import io.millrace.query.Report;
import io.millrace.select.TopCounts;
import io.millrace.v1.FieldMap;
import io.millrace.v1.Position;
import io.millrace.v1.QueryEnd;
import io.millrace.v1.QueryHeader;
import io.millrace.v1.QueryResponse;
import io.millrace.v1.QueryRow;
import io.millrace.v1.QueryRows;
import io.millrace.v1.QueryStats;
import io.millrace.v1.QueryValue;
import io.millrace.v1.TopText;
import io.millrace.v1.TopTexts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns answers into their messages. */
final class AnswerMessages {
  private AnswerMessages() {}

  /** The messages of a part, each of about {@code bytesMax} bytes. */
  static List<QueryResponse> responses(Part part, int bytesMax) {
    if (part instanceof Part.Header header) {
      return List.of(QueryResponse.newBuilder().setHeader(header(header)).build());
    }
    if (part instanceof Part.End end) {
      return List.of(QueryResponse.newBuilder().setEnd(end(end)).build());
    }
    var responses = new ArrayList<QueryResponse>();
    var rows = QueryRows.newBuilder();
    int bytes = 0;
    for (@Nullable Object[] values : ((Part.Rows) part).rows()) {
      QueryRow row = row(values);
      int size = row.getSerializedSize();
      if (rows.getRowsCount() > 0 && bytes + size > bytesMax) {
        responses.add(QueryResponse.newBuilder().setRows(rows).build());
        rows = QueryRows.newBuilder();
        bytes = 0;
      }
      rows.addRows(row);
      bytes += size;
    }
    if (rows.getRowsCount() > 0) {
      responses.add(QueryResponse.newBuilder().setRows(rows).build());
    }
    return responses;
  }

  static QueryHeader header(Part.Header header) {
    var message = QueryHeader.newBuilder().addAllColumns(header.titles());
    header
        .snapshot()
        .forEach(
            (partition, block) ->
                message.addSnapshot(Position.newBuilder().setPartition(partition).setBlock(block)));
    return message.build();
  }

  static QueryEnd end(Part.End end) {
    Report report = end.report();
    Report.Times times = report.times();
    return QueryEnd.newBuilder()
        .setNextPageToken(end.next().orElse(""))
        .setStats(
            QueryStats.newBuilder()
                .setPartitions(report.partitions())
                .putAllPartitionsPruned(report.partitionsPruned())
                .setBlocksConsidered(report.blocksConsidered())
                .putAllBlocksPruned(report.blocksPruned())
                .setBlocksUnindexed(report.blocksUnindexed())
                .setIndexDamaged(report.indexDamaged())
                .setBlocksToRead(report.blocksToRead())
                .setBlocksRead(report.blocksRead())
                .setBytesRead(report.bytesRead())
                .setRowsLookedAt(report.rowsLookedAt())
                .setRowsMatched(report.rowsMatched())
                .setRowsReturned(report.rowsReturned())
                .setTotalNanos(times.totalNanos())
                .setSnapshotNanos(times.snapshotNanos())
                .setIndexNanos(times.indexNanos())
                .setReadNanos(times.readNanos())
                .setEvaluateNanos(times.evaluateNanos()))
        .build();
  }

  static QueryRow row(@Nullable Object[] values) {
    var row = QueryRow.newBuilder();
    for (Object value : values) {
      row.addValues(value(value));
    }
    return row.build();
  }

  private static QueryValue value(@Nullable Object value) {
    var message = QueryValue.newBuilder();
    if (value instanceof String text) {
      message.setText(text);
    } else if (value instanceof Long whole) {
      message.setLong(whole);
    } else if (value instanceof Double decimal) {
      message.setDouble(decimal);
    } else if (value instanceof Boolean truth) {
      message.setBoolean(truth);
    } else if (value instanceof Instant time) {
      message.setTimeMs(time.toEpochMilli());
    } else if (value instanceof ByteString bytes) {
      if (bytes.isValidUtf8()) {
        message.setTextBytes(bytes);
      } else {
        message.setBytes(bytes);
      }
    } else if (value instanceof Fields fields) {
      message.setFields(FieldMap.newBuilder().putAllFields(FieldMessages.messages(fields)));
    } else if (value instanceof TopCounts top) {
      message.setTop(top(top));
    }
    return message.build();
  }

  private static TopTexts top(TopCounts top) {
    var message = TopTexts.newBuilder().setError(top.error());
    for (TopCounts.Entry entry : top.entries()) {
      message.addTexts(TopText.newBuilder().setText(entry.text()).setCount(entry.count()));
    }
    return message.build();
  }
}
