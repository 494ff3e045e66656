// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.peer.data;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A round of the suite query: asks one question after the other, each when the one before is
 * answered, and looks at every answer. Not thread-safe.
 */
public final class QueryRound {
  /** How many records there are, in a load. */
  public static final String DATA_RECORDS = "data-records";

  /** Which question, in a load: one of the three below. */
  public static final String QUESTION = "question";

  /** The values of single keys. */
  public static final long LOOK_UP = 0;

  /** All of a session. */
  public static final long FILTER = 1;

  /** Sums over all. */
  public static final long AGGREGATE = 2;

  private static final double MILLI = 1e6;
  private static final double NANO = 1e-9;

  private final long dataRecords;
  private final int[] sizes;
  private final long amounts;

  /** Questions asked so far, so that no round repeats those of another. */
  private long asked;

  /** Over so many records. */
  public QueryRound(long dataRecords) {
    this.dataRecords = dataRecords;
    this.sizes = QueryRecords.sessionSizes(dataRecords);
    this.amounts = QueryRecords.amounts(dataRecords);
  }

  /** How many records there are. */
  public long dataRecords() {
    return dataRecords;
  }

  /**
   * Asks.
   *
   * @param question one of the constants
   * @param records look-ups, or questions for a session; ignored for sums, which have all records
   * @return {@code records}, {@code seconds}, {@code p50-ms}, {@code p99-ms}
   * @throws IllegalStateException if an answer is wrong
   */
  public Map<String, Double> run(QuerySide side, long question, long records) throws Exception {
    int questions = question == AGGREGATE ? 1 : Math.toIntExact(records);
    var nanos = new long[questions];
    long found = 0;
    long start = System.nanoTime();
    for (int i = 0; i < questions; i++) {
      long before = System.nanoTime();
      found += ask(side, question);
      nanos[i] = System.nanoTime() - before;
    }
    double seconds = (System.nanoTime() - start) * NANO;
    Arrays.sort(nanos);
    var figures = new LinkedHashMap<String, Double>();
    figures.put("records", (double) (question == AGGREGATE ? dataRecords : questions));
    figures.put("seconds", seconds);
    figures.put("p50-ms", nanos[questions / 2] / MILLI);
    figures.put("p99-ms", nanos[questions * 99 / 100] / MILLI);
    figures.put("rows-per-answer", (double) found / questions);
    return figures;
  }

  private long ask(QuerySide side, long question) throws Exception {
    if (question == LOOK_UP) {
      long number = QueryRecords.lookup(asked++, dataRecords);
      byte[] value = side.lookUp(QueryRecords.key(number));
      check(Arrays.equals(value, QueryRecords.value(number)), "value of record", number);
      return 1;
    }
    if (question == FILTER) {
      int session = QueryRecords.question(asked++);
      long found = side.filter(QueryRecords.session(session));
      check(found == sizes[session], "records of session " + session, found);
      return found;
    }
    QuerySide.Totals totals = side.aggregate();
    check(totals.records() == dataRecords, "records of all countries", totals.records());
    check(Math.abs(totals.amounts() - amounts) < 1, "amounts of all countries", totals.amounts());
    return totals.countries();
  }

  private static void check(boolean isRight, String what, Object was) {
    if (!isRight) {
      throw new IllegalStateException("wrong answer: " + what + ": " + was);
    }
  }
}
