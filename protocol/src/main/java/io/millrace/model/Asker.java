// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.model;

import java.util.List;
import java.util.concurrent.CompletionStage;

/** Asks processors what they know of keys; changes nothing. Implementations are thread-safe. */
public interface Asker {
  /**
   * Asks the owners of keys, all at once. Each answer is of one moment of its partition, and speaks
   * only of what is committed; answers of two partitions need not be of the same moment. Fails
   * NOT_FOUND if there is no such job, CALLER if it has no such stage or too much is asked,
   * UNAVAILABLE if an owner does not answer in time.
   *
   * @param stage empty for the one whose results are the job's
   * @return the answers in the order of the questions
   */
  CompletionStage<List<Answer>> ask(String job, String stage, List<Question> questions);
}
