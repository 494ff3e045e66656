// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.store.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EmbeddedCassandraSettingsTest {
  private static Config with(String key, String value) {
    return ConfigFactory.parseString("millrace.embedded-cassandra." + key + " = " + value)
        .withFallback(ConfigFactory.defaultReference())
        .resolve();
  }

  @Test
  void givenDefaults_whenRead_thenThoseOfTheFactory() {
    var settings = EmbeddedCassandraSettings.from(ConfigFactory.defaultReference());

    // The build sets the jars by system property, which goes over the file.
    assertThat(settings)
        .isEqualTo(
            EmbeddedCassandraSettings.of(Path.of(".millrace/cassandra"), SharedCassandra.jars()));
    assertThat(settings.folder()).isAbsolute();
  }

  @Test
  void givenValues_whenRead_thenTaken() {
    assertThat(EmbeddedCassandraSettings.from(with("commit-log-sync", "group")).commitLogSync())
        .isEqualTo(CommitLogSync.GROUP);
    assertThat(EmbeddedCassandraSettings.from(with("commit-log-sync", "periodic")).commitLogSync())
        .isEqualTo(CommitLogSync.PERIODIC);
    assertThat(EmbeddedCassandraSettings.from(with("cache", "\"/c\"")).cache())
        .isEqualTo(Path.of("/c").toAbsolutePath());
    assertThat(EmbeddedCassandraSettings.from(with("host", "127.7.0.12")).host())
        .isEqualTo("127.7.0.12");
  }

  @ParameterizedTest
  @CsvSource({
    "heap-mb, 100",
    "heap-mb, 40000",
    "host, \"0.0.0.0\"",
    "host, \"127.0.0.256\"",
    "host, localhost",
    "start-timeout, 1ms",
    "commit-log-sync, never"
  })
  void givenWrongValue_whenRead_thenRefusedNamingTheKey(String key, String value) {
    var config = with(key, value);

    assertThatThrownBy(() -> EmbeddedCassandraSettings.from(config))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("millrace.embedded-cassandra." + key)
        .hasMessageContaining("expected");
  }
}
