// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.store.cassandra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CassandraSettingsTest {
  private static Config with(String key, String value) {
    return ConfigFactory.parseString("millrace.cassandra." + key + " = " + value)
        .withFallback(ConfigFactory.defaultReference())
        .resolve();
  }

  @Test
  void givenDefaults_whenRead_thenValid() {
    var settings = CassandraSettings.from(ConfigFactory.defaultReference());

    assertThat(settings.contactPoints())
        .containsExactly(InetSocketAddress.createUnresolved("127.0.0.1", 9042));
    assertThat(settings.schema()).isEqualTo(new Schema("millrace", "datacenter1", 1));
    assertThat(settings.inFlightBytesMax()).isEqualTo(32 << 20);
  }

  @Test
  void givenPassword_whenPrinted_thenNotThere() {
    var settings = CassandraSettings.from(with("password", "hush-hush"));

    assertThat(settings.password()).isEqualTo("hush-hush");
    assertThat(settings.toString()).doesNotContain("hush-hush");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "contact-points | []",
        "contact-points | [here]",
        "contact-points | [\"here:99999\"]",
        "consistency | TWO",
        "serial-consistency | LOCAL_QUORUM",
        "payload-timeout | 1ms",
        "cas-timeout | 1h",
        "read-timeout | soon",
        "in-flight-bytes-max | 1",
        "in-flight-writes-max | 0",
        "in-flight-writes-max | 100001",
        "in-flight-commits-max | 0",
        "waiting-writes-max | 0",
        "create-schema | perhaps",
        "keyspace | No-Good",
        "replication-factor | 0"
      })
  void givenWrongValue_whenRead_thenRefusedNamingTheKey(String key, String value) {
    var config = with(key, value);

    assertThatThrownBy(() -> CassandraSettings.from(config))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(key);
  }
}
