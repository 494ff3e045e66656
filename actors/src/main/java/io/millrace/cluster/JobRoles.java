// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.cluster;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigValueFactory;
import io.millrace.processor.Job;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.OptionalInt;

/**
 * Tells all members of the cluster which jobs a node brings, and in which version: each is a role
 * of the member, {@code job/name/version}.
 */
public final class JobRoles {
  private static final String ROLES = "pekko.cluster.roles";
  private static final String PREFIX = "job/";

  private JobRoles() {}

  /** The settings with a role more for each job. */
  public static Config add(Config config, List<Job> jobs) {
    var roles = new ArrayList<>(config.getStringList(ROLES));
    jobs.forEach(job -> roles.add(PREFIX + job.name() + "/" + job.version()));
    return config.withValue(ROLES, ConfigValueFactory.fromIterable(roles));
  }

  /** The version of the job's code that a member with these roles brings, empty if it has none. */
  public static OptionalInt version(Collection<String> roles, String job) {
    String start = PREFIX + job + "/";
    return roles.stream()
        .filter(role -> role.startsWith(start))
        .mapToInt(role -> Integer.parseInt(role.substring(start.length())))
        .max();
  }
}
