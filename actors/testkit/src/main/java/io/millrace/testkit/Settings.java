// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.testkit;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.millrace.exchange.ExchangeSettings;
import io.millrace.partition.PartitionSettings;

/** The reference settings, but nothing in them that has to do with waiting. */
final class Settings {
  private Settings() {}

  static PartitionSettings partition(int snapshotBlocks) {
    return PartitionSettings.from(
        ConfigFactory.parseString(
                "millrace.partition { codec = none, linger = 0 ms, fill-wait = 0 ms,"
                    + " snapshot-age = 365 days, producer-retention = 3650 days,"
                    + " retain-blocks = 0, snapshot-blocks = "
                    + snapshotBlocks
                    + " }")
            .withFallback(reference()));
  }

  static ExchangeSettings exchange() {
    return ExchangeSettings.from(reference());
  }

  private static Config reference() {
    return ConfigFactory.defaultReference(Settings.class.getClassLoader());
  }
}
