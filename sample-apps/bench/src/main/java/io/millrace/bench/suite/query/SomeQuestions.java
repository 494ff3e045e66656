// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.suite.query;

import io.millrace.bench.peer.data.QueryRound;
import io.millrace.bench.suite.Contender;
import io.millrace.bench.suite.Load;
import io.millrace.bench.suite.Measurement;
import java.io.IOException;
import java.util.Map;
import java.util.Set;

/** A contender that takes part in some of the questions. */
record SomeQuestions(Contender contender, Set<Long> questions) implements Contender {
  SomeQuestions {
    questions = Set.copyOf(questions);
  }

  @Override
  public String name() {
    return contender.name();
  }

  @Override
  public Map<String, String> settings() {
    return contender.settings();
  }

  @Override
  public String promises() {
    return contender.promises();
  }

  @Override
  public boolean takes(Load load) {
    return questions.contains(load.get(QueryRound.QUESTION)) && contender.takes(load);
  }

  @Override
  public Measurement round(Load load) throws IOException, InterruptedException {
    return contender.round(load);
  }

  @Override
  public void close() {
    contender.close();
  }
}
