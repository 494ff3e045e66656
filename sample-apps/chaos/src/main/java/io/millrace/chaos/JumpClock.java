// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.chaos;

import java.time.Duration;
import java.util.Map;
import java.util.random.RandomGenerator;

/** The wall clock of a node, or of a Cassandra node, jumps an hour on or two hours back. */
final class JumpClock implements Fault {
  private static final String ON = "+3600";
  private static final String BACK = "-7200";
  private static final String TRUE = "+0";

  private final boolean database;
  private final Duration hold;

  JumpClock(boolean database, Duration hold) {
    this.database = database;
    this.hold = hold;
  }

  @Override
  public String name() {
    return database ? "clock jump of a Cassandra node" : "clock jump of a node";
  }

  @Override
  public void inject(Testbed bed, RandomGenerator random) {
    String offset = random.nextBoolean() ? ON : BACK;
    clocks(bed).values().forEach(clock -> clock.set(offset));
  }

  private Map<Integer, FakeClock> clocks(Testbed bed) {
    return database ? bed.databaseClocks() : bed.nodeClocks();
  }

  @Override
  public Duration hold() {
    return hold;
  }

  @Override
  public void heal(Testbed bed) {
    clocks(bed).values().forEach(clock -> clock.set(TRUE));
  }
}
