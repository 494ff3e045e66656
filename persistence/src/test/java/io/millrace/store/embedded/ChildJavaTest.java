// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.store.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.model.MillraceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildJavaTest {
  private final Path folder;

  ChildJavaTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private Path java(String place, String version) throws IOException {
    Path home = folder.resolve(place);
    Path executable = Files.createDirectories(home.resolve("bin")).resolve("java");
    Files.writeString(executable, "");
    assertThat(executable.toFile().setExecutable(true)).isTrue();
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
    return home;
  }

  @Test
  void givenRunningJava17_whenSearched_thenThatOne() throws IOException {
    Path running = java("jvms/a-17", "17.0.15");
    Path named = java("elsewhere", "17");

    var found = ChildJava.find(running, Map.of("JAVA17_HOME", named.toString()));

    assertThat(found.executable()).isEqualTo(running.resolve("bin").resolve("java"));
  }

  @Test
  void givenRunningJava25_whenOneIsNamed_thenThatOne() throws IOException {
    Path running = java("jvms/b-25", "25.0.1");
    java("jvms/c-17", "17.0.1");
    Path named = java("elsewhere", "11.0.2");

    var found = ChildJava.find(running, Map.of("MILLRACE_CASSANDRA_JAVA_HOME", named.toString()));

    assertThat(found.executable()).startsWith(named);
  }

  @Test
  void givenRunningJava25_whenASiblingFits_thenThatOne() throws IOException {
    Path running = java("jvms/b-25", "25.0.1");
    java("jvms/a-21", "21.0.1");
    Path sibling = java("jvms/c-17", "17.0.1");

    assertThat(ChildJava.find(running, Map.of()).executable()).startsWith(sibling);
  }

  @Test
  void givenNoneThatFits_whenSearched_thenToldWhatToDo() throws IOException {
    Path running = java("jvms/b-25", "25.0.1");

    assertThatThrownBy(() -> ChildJava.find(running, Map.of()))
        .isInstanceOf(MillraceException.class)
        .hasMessageContaining("JAVA17_HOME")
        .hasMessageContaining(running.toString());
  }
}
