// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.export;

import com.google.protobuf.ByteString;
import io.millrace.client.MillraceClient;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.millrace.v1.Position;
import io.millrace.v1.PositionsRequest;
import io.millrace.v1.PositionsResponse;
import io.millrace.v1.ScanRequest;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Asks a service for positions and results. Thread-safe. */
final class ExportSource {
  private static final int ID_BYTES = 16;

  private final MillraceClient client;

  ExportSource(MillraceClient client) {
    this.client = client;
  }

  /**
   * Where a stage's partitions end now.
   *
   * @param parts all that is kept
   */
  record Positions(UUID jobId, String stage, List<LogPart> parts) {}

  Positions positions(String job, String stage) {
    PositionsResponse now =
        client
            .results()
            .positions(PositionsRequest.newBuilder().setJob(job).setStage(stage).build());
    List<LogPart> parts =
        now.getRangesList().stream()
            .map(r -> new LogPart(r.getPartition(), r.getAfterBlock(), r.getUpToBlock()))
            .toList();
    return new Positions(id(now.getJobId()), now.getStage(), parts);
  }

  private static UUID id(ByteString bytes) {
    if (bytes.size() != ID_BYTES) {
      throw MillraceException.of(Kind.BUG, "service answered no job id")
          .with("bytes", bytes.size())
          .with("expected", ID_BYTES);
    }
    ByteBuffer buffer = bytes.asReadOnlyByteBuffer();
    return new UUID(buffer.getLong(), buffer.getLong());
  }

  /** The results of a part, behind one of them if there is a last one known. */
  ResultCursor results(ExportRequest request, Form form, LogPart part, @Nullable Position last) {
    ScanRequest scan =
        ScanRequest.newBuilder()
            .setJob(request.job())
            .setStage(request.stage())
            .setTag(request.tag())
            .setAsText(form != Form.BYTES)
            .setOutline(form == Form.OUTLINE)
            .build();
    return new ResultCursor(client, scan, part, last);
  }

  /** How keys and values come. */
  enum Form {
    TEXT,
    BYTES,
    /** Empty, as what they are. */
    OUTLINE
  }

  /**
   * What came after an earlier export's positions.
   *
   * @param file for errors
   */
  static List<LogPart> since(Positions now, Manifest earlier, String file) {
    checkSame(now, earlier, file);
    if (!earlier.complete()) {
      throw MillraceException.of(Kind.CALLER, "export is not whole")
          .with("file", file)
          .with("expected", "one that is; --resume goes on with that one");
    }
    Map<Integer, Long> done = earlier.plan().ends();
    var parts = new ArrayList<LogPart>();
    for (LogPart all : now.parts()) {
      long after = done.getOrDefault(all.partition(), all.afterBlock());
      if (after < all.afterBlock()) {
        throw MillraceException.of(Kind.NOT_FOUND, "blocks were truncated since that export")
            .with("partition", all.partition())
            .with("block", after + 1)
            .with("expected", "block " + (all.afterBlock() + 1) + " or later; export all anew");
      }
      if (after > all.upToBlock()) {
        throw MillraceException.of(Kind.UNAVAILABLE, "partition is not seen to reach so far")
            .with("partition", all.partition())
            .with("block", after)
            .with("expected", "at most " + all.upToBlock() + "; try again");
      }
      parts.add(new LogPart(all.partition(), after, all.upToBlock()));
    }
    return parts;
  }

  /** Refuses a manifest of another job or stage. */
  static void checkSame(Positions now, Manifest manifest, String file) {
    ExportPlan plan = manifest.plan();
    if (!plan.jobId().equals(now.jobId()) || !plan.stage().equals(now.stage())) {
      throw MillraceException.of(Kind.CALLER, "manifest is of another job or stage")
          .with("file", file)
          .with("job", manifest.request().job() + " " + plan.jobId() + ", stage " + plan.stage())
          .with("expected", "job id " + now.jobId() + ", stage " + now.stage());
    }
  }
}
