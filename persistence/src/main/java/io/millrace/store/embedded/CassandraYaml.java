// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.store.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes the files that the server reads at its start: cassandra.yaml and logback.xml. */
final class CassandraYaml {
  private final EmbeddedCassandraSettings settings;

  CassandraYaml(EmbeddedCassandraSettings settings) {
    this.settings = settings;
  }

  Path yamlFile() {
    return settings.folder().resolve("conf").resolve("cassandra.yaml");
  }

  Path logbackFile() {
    return settings.folder().resolve("conf").resolve("logback.xml");
  }

  void write(int nativePort, int storagePort) throws IOException {
    Files.createDirectories(yamlFile().getParent());
    Files.createDirectories(settings.logFile().getParent());
    Files.writeString(yamlFile(), yaml(nativePort, storagePort));
    Files.writeString(logbackFile(), logback());
  }

  private String yaml(int nativePort, int storagePort) {
    // One request may hold 16 MiB (half a segment); the limits in flight have to admit more than
    // one client's 32 MiB, and do not at this heap unless told. Purging of Paxos state stays
    // legacy:
    // "repaired" frees nothing without regular repairs, which nobody runs here, there is no way
    // back
    // to legacy, and what it guards against takes a second replica.
    return """
        cluster_name: 'Millrace embedded'
        num_tokens: 1
        partitioner: org.apache.cassandra.dht.Murmur3Partitioner
        endpoint_snitch: SimpleSnitch
        dynamic_snitch: false
        listen_address: %1$s
        rpc_address: %1$s
        storage_port: %3$d
        native_transport_port: %2$d
        seed_provider:
          - class_name: org.apache.cassandra.locator.SimpleSeedProvider
            parameters:
              - seeds: "%1$s:%3$d"
        data_file_directories:
          - %4$s
        commitlog_directory: %5$s
        saved_caches_directory: %6$s
        hints_directory: %7$s
        cdc_raw_directory: %8$s
        %9$s
        commitlog_segment_size: 32MiB
        commitlog_total_space: 1024MiB
        paxos_variant: v2
        auto_snapshot: false
        memtable_allocation_type: offheap_objects
        file_cache_size: 64MiB
        networking_cache_size: 64MiB
        native_transport_max_request_data_in_flight: 128MiB
        native_transport_max_request_data_in_flight_per_ip: 96MiB
        concurrent_reads: 16
        concurrent_writes: 32
        concurrent_compactors: 1
        compaction_throughput: 64MiB/s
        read_request_timeout: 10000ms
        write_request_timeout: 5000ms
        cas_contention_timeout: 3000ms
        request_timeout: 10000ms
        """
        .formatted(
            settings.host(),
            nativePort,
            storagePort,
            quoted("data"),
            quoted("commitlog"),
            quoted("saved_caches"),
            quoted("hints"),
            quoted("cdc_raw"),
            sync());
  }

  private String sync() {
    return switch (settings.commitLogSync()) {
      case PERIODIC -> "commitlog_sync: periodic\ncommitlog_sync_period: 10000ms";
      case GROUP -> "commitlog_sync: group\ncommitlog_sync_group_window: 10ms";
      case BATCH -> "commitlog_sync: batch";
    };
  }

  private String quoted(String name) {
    return "'" + settings.folder().resolve(name).toString().replace("'", "''") + "'";
  }

  private String logback() {
    // A pattern date may hold no comma: logback 1.5 reads what follows as a time zone.
    return """
        <configuration>
          <appender name="FILE" class="ch.qos.logback.core.rolling.RollingFileAppender">
            <file>%1$s</file>
            <rollingPolicy class="ch.qos.logback.core.rolling.FixedWindowRollingPolicy">
              <fileNamePattern>%1$s.%%i</fileNamePattern>
              <minIndex>1</minIndex>
              <maxIndex>3</maxIndex>
            </rollingPolicy>
            <triggeringPolicy class="ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy">
              <maxFileSize>10MB</maxFileSize>
            </triggeringPolicy>
            <encoder>
              <pattern>%%date{yyyy-MM-dd HH:mm:ss.SSS} %%-5level [%%thread] %%logger{0} - %%msg%%n</pattern>
            </encoder>
          </appender>
          <root level="INFO">
            <appender-ref ref="FILE" />
          </root>
        </configuration>
        """
        .formatted(xml(settings.logFile().toString()));
  }

  private static String xml(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;");
  }
}
