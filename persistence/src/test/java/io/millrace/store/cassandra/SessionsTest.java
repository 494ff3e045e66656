// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.store.cassandra;

import static com.datastax.oss.driver.api.core.config.DefaultDriverOption.REQUEST_CONSISTENCY;
import static com.datastax.oss.driver.api.core.config.DefaultDriverOption.REQUEST_DEFAULT_IDEMPOTENCE;
import static com.datastax.oss.driver.api.core.config.DefaultDriverOption.REQUEST_PAGE_SIZE;
import static com.datastax.oss.driver.api.core.config.DefaultDriverOption.REQUEST_SERIAL_CONSISTENCY;
import static com.datastax.oss.driver.api.core.config.DefaultDriverOption.REQUEST_TIMEOUT;
import static com.datastax.oss.driver.api.core.config.DefaultDriverOption.RETRY_POLICY_CLASS;
import static com.datastax.oss.driver.api.core.config.DefaultDriverOption.SPECULATIVE_EXECUTION_MAX;
import static com.datastax.oss.driver.api.core.config.DefaultDriverOption.SPECULATIVE_EXECUTION_POLICY_CLASS;
import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import com.datastax.oss.driver.api.core.config.DriverExecutionProfile;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SessionsTest {
  private final DriverConfigLoader loader =
      Sessions.config(
          CassandraSettings.of(
              InetSocketAddress.createUnresolved("127.0.0.1", 9042), "dc1", "millrace"));

  private DriverExecutionProfile profile(String name) {
    return loader.getInitialConfig().getProfile(name);
  }

  @AfterEach
  void close() {
    loader.close();
  }

  @Test
  void givenDefaults_whenAskedForCas_thenTheDriverTriesOnceAndKnowsBothLevels() {
    var cas = profile(Sessions.CAS);

    assertThat(cas.getBoolean(REQUEST_DEFAULT_IDEMPOTENCE)).isFalse();
    assertThat(cas.getString(RETRY_POLICY_CLASS)).isEqualTo(NoRetries.class.getName());
    assertThat(cas.getString(SPECULATIVE_EXECUTION_POLICY_CLASS))
        .isEqualTo("NoSpeculativeExecutionPolicy");
    assertThat(cas.getDuration(REQUEST_TIMEOUT)).isEqualTo(Duration.ofSeconds(5));
    assertThat(cas.getString(REQUEST_CONSISTENCY)).isEqualTo("LOCAL_QUORUM");
    assertThat(cas.getString(REQUEST_SERIAL_CONSISTENCY)).isEqualTo("LOCAL_SERIAL");
  }

  @Test
  void givenDefaults_whenAskedForPayload_thenIdempotentAndSpeculative() {
    var payload = profile(Sessions.PAYLOAD);

    assertThat(payload.getBoolean(REQUEST_DEFAULT_IDEMPOTENCE)).isTrue();
    assertThat(payload.getString(REQUEST_CONSISTENCY)).isEqualTo("LOCAL_QUORUM");
    assertThat(payload.getDuration(REQUEST_TIMEOUT)).isEqualTo(Duration.ofSeconds(8));
    assertThat(payload.getInt(SPECULATIVE_EXECUTION_MAX)).isEqualTo(2); // the first one included
  }

  @Test
  void givenDefaults_whenAskedForRecovery_thenPagesOfSomeMiB() {
    for (String name : new String[] {Sessions.RECOVER, Sessions.RECOVER_ALL}) {
      var recover = profile(name);
      assertThat(recover.getBoolean(REQUEST_DEFAULT_IDEMPOTENCE)).isTrue();
      assertThat((long) recover.getInt(REQUEST_PAGE_SIZE) * BlockRows.CHUNK_BYTES)
          .isLessThanOrEqualTo(8 << 20);
    }
    assertThat(profile(Sessions.RECOVER).getString(REQUEST_CONSISTENCY)).isEqualTo("LOCAL_QUORUM");
    assertThat(profile(Sessions.RECOVER_ALL).getString(REQUEST_CONSISTENCY)).isEqualTo("ALL");
  }
}
