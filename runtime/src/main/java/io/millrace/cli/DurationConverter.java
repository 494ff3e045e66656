// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigValueFactory;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a duration as settings have them: {@code 30s}, {@code 10 minutes}. */
final class DurationConverter implements ITypeConverter<Duration> {
  @Override
  public Duration convert(String text) {
    try {
      return ConfigValueFactory.fromAnyRef(text).atKey("time").getDuration("time");
    } catch (ConfigException e) {
      throw new TypeConversionException(
          "'" + text + "' is no duration (expected: such as 30s, 10m or 2h)");
    }
  }
}
