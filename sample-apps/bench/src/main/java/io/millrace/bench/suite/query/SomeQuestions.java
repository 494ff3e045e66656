// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.suite.query;

import io.millrace.bench.peer.data.QueryRound;
import io.millrace.bench.suite.Contender;
import io.millrace.bench.suite.ForwardingContender;
import io.millrace.bench.suite.Load;
import java.util.Set;

/** A contender that takes part in some of the questions. */
final class SomeQuestions extends ForwardingContender {
  private final Set<Long> questions;

  SomeQuestions(Contender contender, Set<Long> questions) {
    super(contender);
    this.questions = Set.copyOf(questions);
  }

  @Override
  public boolean takes(Load load) {
    return questions.contains(load.get(QueryRound.QUESTION)) && super.takes(load);
  }
}
