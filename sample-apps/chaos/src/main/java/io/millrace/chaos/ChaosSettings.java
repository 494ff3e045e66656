// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * How the full run goes.
 *
 * @param seed of all choices
 * @param scale how many faults, as a share of the full plan, above 0 to 10
 * @param skip so many of the plan's first faults are left out: they ran before
 * @param limit no fault is begun after so long
 * @param groups which faults
 */
record ChaosSettings(long seed, double scale, int skip, Duration limit, Set<Group> groups) {
  private static final double SCALE_MAX = 10;
  private static final String MINUTES = "90";

  /** Faults that need the same. */
  enum Group {
    /** Nodes die, freeze, restart. */
    NODES,
    /** Networks split; needs root, iproute2, nftables. */
    SPLITS,
    /** Cassandra's nodes die, freeze, stutter. */
    DATABASE,
    /** The way to Cassandra misbehaves. */
    ANSWERS,
    /** Clocks jump; needs libfaketime. */
    CLOCKS,
    /** A disk is full, or slow; needs root, e2fsprogs, loop devices. */
    DISK,
    /** Somebody who is no node speaks to the cluster's port. */
    HOSTILE
  }

  ChaosSettings {
    if (scale <= 0 || scale > SCALE_MAX) {
      throw new IllegalArgumentException(
          "chaos.scale: " + scale + " (expected: above 0 to " + SCALE_MAX + ")");
    }
    if (skip < 0) {
      throw new IllegalArgumentException("chaos.skip: " + skip + " (expected: 0 or more)");
    }
    if (groups.isEmpty()) {
      throw new IllegalArgumentException("chaos.groups: empty (expected: some of " + names() + ")");
    }
    groups = Set.copyOf(groups);
  }

  private static String names() {
    return EnumSet.allOf(Group.class).toString().toLowerCase(Locale.ROOT);
  }

  /**
   * Reads {@code chaos.seed}, {@code chaos.scale}, {@code chaos.skip}, {@code chaos.minutes},
   * {@code chaos.groups}.
   */
  static ChaosSettings from(Properties properties) {
    var groups = EnumSet.noneOf(Group.class);
    String named = properties.getProperty("chaos.groups", "");
    if (named.isEmpty()) {
      groups = EnumSet.allOf(Group.class);
    } else {
      for (String name : named.split(",", -1)) {
        groups.add(parse("chaos.groups", name.strip(), ChaosSettings::group, "some of " + names()));
      }
    }
    return new ChaosSettings(
        value(properties, "chaos.seed", "1", Long::parseLong),
        value(properties, "chaos.scale", "1", Double::parseDouble),
        value(properties, "chaos.skip", "0", Integer::parseInt),
        Duration.ofMinutes(value(properties, "chaos.minutes", MINUTES, Long::parseLong)),
        groups);
  }

  private static Group group(String name) {
    return Group.valueOf(name.toUpperCase(Locale.ROOT));
  }

  private static <T> T value(
      Properties properties, String key, String byDefault, Function<String, T> parser) {
    return parse(key, properties.getProperty(key, byDefault), parser, "a number");
  }

  private static <T> T parse(
      String key, String value, Function<String, T> parser, String expected) {
    try {
      return parser.apply(value);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(key + ": " + value + " (expected: " + expected + ")", e);
    }
  }

  /** The command that does the same again. */
  String command() {
    var command = new StringBuilder("mvn -Pchaos verify -Dchaos.seed=").append(seed);
    if (scale != 1) {
      command.append(" -Dchaos.scale=").append(scale);
    }
    if (skip > 0) {
      command.append(" -Dchaos.skip=").append(skip);
    }
    if (limit.toMinutes() != Long.parseLong(MINUTES)) {
      command.append(" -Dchaos.minutes=").append(limit.toMinutes());
    }
    if (groups.size() < Group.values().length) {
      String names = groups.stream().sorted().map(Group::name).collect(Collectors.joining(","));
      command.append(" -Dchaos.groups=").append(names.toLowerCase(Locale.ROOT));
    }
    return command.toString();
  }

  boolean has(Group group) {
    return groups.contains(group);
  }

  /** What the chosen faults need and this machine does not have, in words; empty if nothing. */
  String missing() {
    var missing = new ArrayList<String>();
    if (has(Group.SPLITS)) {
      missing.add(Namespaces.missing());
    }
    if (has(Group.CLOCKS)) {
      missing.add(FakeClock.missing());
    }
    if (has(Group.DISK)) {
      missing.add(SmallDisk.missing());
    }
    missing.removeIf(String::isEmpty);
    return String.join("; ", missing);
  }
}
