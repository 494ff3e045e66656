// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus;

import static io.millrace.corpus.ReportTable.count;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.corpus.read.Problem;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * What a run did and what the job holds after it.
 *
 * @param run as the client saw it
 * @param job as it is committed
 * @param settled how long it took, behind the last receipt, until nothing was under way any more
 */
record Report(RunFigures run, JobFigures job, Duration settled) {
  /** Problems that the table tells one by one; JSON has more of them. */
  private static final int PROBLEMS_SHOWN_MAX = 5;

  private static final ObjectMapper JSON = new ObjectMapper();

  /** For people: aligned lines. */
  String table() {
    var table = new ReportTable();
    addRun(table);
    addJob(table);
    addVerdicts(table);
    return table.text();
  }

  private void addRun(ReportTable table) {
    table.heading("This run: producer " + run.producer());
    table.row("documents", count(run.documents()), count(run.rawBytes()) + " bytes raw");
    run.problems()
        .forEach(
            (kind, n) -> table.row("skipped: " + kind.label().replace('_', ' '), count(n), ""));
    table.row("files of other kinds", count(run.ignored()), "left unopened");
    table.row("committed now", count(run.committedNow()), "");
    table.row("committed before", count(run.committedBefore()), "");
    table.row("time", decimal(run.seconds()) + " s", "first document to last receipt");
    table.row("documents/s", decimal(run.documentsPerSecond()), "");
    table.row("MB/s", decimal(run.megabytesPerSecond()), "raw");
    table.row("settled", decimal(seconds(settled)) + " s", "last receipt to nothing under way");
    table.row("acknowledged p50", decimal(run.p50Ms()) + " ms", "submit to durable");
    table.row("acknowledged p99", decimal(run.p99Ms()) + " ms", "");
  }

  private void addJob(ReportTable table) {
    table.heading("Job " + CorpusPrep.JOB + ": all that is committed");
    table.row("documents", count(job.results()), count(job.rawBytes()) + " bytes raw");
    table.row("kept", count(job.kept()), count(job.keptBytes()) + " bytes of text");
    job.removed()
        .forEach((why, n) -> table.row("removed: " + why.label().replace('_', ' '), count(n), ""));
    if (job.quarantined() > 0) {
      table.row(
          "in quarantine",
          count(job.quarantined()),
          "see millrace quarantine list --job " + CorpusPrep.JOB);
    }
    NearFigures near = job.near();
    table.row(
        "clusters",
        count(near.clusters()),
        count(near.clustered()) + " documents in them, the largest has " + count(near.largest()));
    table.row("compared", count(near.compared()), "pairs that share something; exact similarity");
    table.row("tokens", count(job.tokens()), "cl100k_base, in what was kept");
    table.row(
        "dedup rate", percent(job.dedupRate()), "of what was long enough had a twin or a near one");
    table.row(
        "stored bytes",
        count(job.storedBytes()),
        decimal(job.storedPerRawByte()) + " per raw byte, in " + count(job.blocks()) + " blocks");
  }

  private void addVerdicts(ReportTable table) {
    NearFigures near = job.near();
    if (run.isRepeat()) {
      table.line(
          "all " + count(run.documents()) + " records were already committed: nothing changed");
    }
    List<Problem> shown =
        run.firstProblems().subList(0, Math.min(PROBLEMS_SHOWN_MAX, run.firstProblems().size()));
    for (Problem problem : shown) {
      table.line(
          "skipped "
              + problem.source()
              + " "
              + problem.path()
              + ": "
              + problem.kind().label()
              + ": "
              + problem.reason());
    }
    long told = shown.size();
    long all = run.problems().values().stream().mapToLong(Long::longValue).sum();
    if (all > told) {
      table.line("... and " + count(all - told) + " more were skipped");
    }
    if (!job.atRest()) {
      table.line("not at rest: another run is under way, the figures are of a moment between");
    } else if (near.broken() > 0) {
      table.line(
          "WRONG: "
              + count(near.broken())
              + " times a cluster keeps none or several (expected: each keeps one)");
    } else if (!job.isComplete()) {
      table.line(
          "WRONG: kept + removed + in quarantine = "
              + count(job.results())
              + " (expected: the "
              + count(job.documents())
              + " documents committed)");
    }
  }

  /** For programs: one line of JSON, names as in the table, units at the names' ends. */
  String json() {
    ObjectNode root = JSON.createObjectNode();
    ObjectNode runNode = root.putObject("run");
    runNode.put("producer", run.producer());
    runNode.put("documents", run.documents());
    runNode.put("raw_bytes", run.rawBytes());
    ObjectNode skipped = runNode.putObject("skipped");
    run.problems().forEach((kind, n) -> skipped.put(kind.label(), n));
    runNode.put("ignored", run.ignored());
    runNode.put("committed_now", run.committedNow());
    runNode.put("committed_before", run.committedBefore());
    runNode.put("nothing_changed", run.isRepeat());
    runNode.put("seconds", run.seconds());
    runNode.put("documents_per_second", run.documentsPerSecond());
    runNode.put("mb_per_second", run.megabytesPerSecond());
    runNode.put("settled_seconds", seconds(settled));
    runNode.put("acknowledged_p50_ms", run.p50Ms());
    runNode.put("acknowledged_p99_ms", run.p99Ms());
    var problems = runNode.putArray("first_problems");
    for (Problem problem : run.firstProblems()) {
      problems
          .addObject()
          .put("source", problem.source())
          .put("path", problem.path())
          .put("kind", problem.kind().label())
          .put("reason", problem.reason());
    }
    addJob(root.putObject("job"));
    return root.toString();
  }

  private void addJob(ObjectNode node) {
    node.put("name", CorpusPrep.JOB);
    node.put("documents", job.results());
    node.put("raw_bytes", job.rawBytes());
    node.put("kept", job.kept());
    node.put("kept_bytes", job.keptBytes());
    ObjectNode removed = node.putObject("removed");
    job.removed().forEach((why, n) -> removed.put(why.label(), n));
    node.put("quarantined", job.quarantined());
    node.put("clusters", job.near().clusters());
    node.put("clustered", job.near().clustered());
    node.put("largest_cluster", job.near().largest());
    node.put("compared", job.near().compared());
    node.put("each_cluster_keeps_one", job.near().broken() == 0);
    node.put("at_rest", job.atRest());
    node.put("tokens", job.tokens());
    node.put("dedup_rate", job.dedupRate());
    node.put("block_bytes", job.blockBytes());
    node.put("stored_bytes", job.storedBytes());
    node.put("stored_bytes_per_raw_byte", job.storedPerRawByte());
    node.put("blocks", job.blocks());
    node.put("complete", job.isComplete());
  }

  private static double seconds(Duration time) {
    return time.toNanos() / 1e9;
  }

  private static String decimal(double value) {
    return String.format(Locale.ROOT, "%,.2f", value);
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }
}
