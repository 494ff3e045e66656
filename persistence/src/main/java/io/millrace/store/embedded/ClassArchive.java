// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.store.embedded;

import com.google.common.hash.Hashing;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/**
 * What makes the second start faster than the first: a class archive (JEP 350) that the first
 * server leaves behind when it stops, named after the Java and the jars it was made with.
 *
 * <p>The archive refuses class path folders and checks every jar's time and size, so the launcher's
 * one class travels in a jar that is written once and then left alone. A server writes its archive
 * under a name of its own; only a complete one gets the final name. A missing or refused archive
 * only costs time.
 */
final class ClassArchive {
  private static final Duration LEFTOVER_AGE = Duration.ofHours(1);
  private static final String PART = ".part";

  private final Path launcherJar;
  private final Path archive;
  private final Path part;
  private final boolean present;

  private ClassArchive(Path launcherJar, Path archive, Path part) {
    this.launcherJar = launcherJar;
    this.archive = archive;
    this.part = part;
    this.present = Files.exists(archive);
  }

  static ClassArchive open(Path cache, ChildJava java, List<Path> jars) throws IOException {
    Files.createDirectories(cache);
    deleteLeftovers(cache);
    byte[] launcher = launcherJar();
    var hasher = Hashing.sha256().newHasher();
    hasher.putString(java.version(), StandardCharsets.UTF_8).putBytes(launcher);
    for (Path jar : jars) {
      hasher.putString(jar.toString(), StandardCharsets.UTF_8).putLong(Files.size(jar));
      hasher.putLong(Files.getLastModifiedTime(jar).toMillis());
    }
    String key = hasher.hash().toString().substring(0, 16);
    Path jar = cache.resolve("launcher-" + key + ".jar");
    writeOnce(jar, launcher);
    String name = "cassandra-" + key + ".jsa";
    Path part = cache.resolve(name + "." + UUID.randomUUID() + PART);
    return new ClassArchive(jar, cache.resolve(name), part);
  }

  Path launcher() {
    return launcherJar;
  }

  /** The JVM option that uses the archive if there is one, or else makes it at the end. */
  String option() {
    return present ? "-XX:SharedArchiveFile=" + archive : "-XX:ArchiveClassesAtExit=" + part;
  }

  /** To be called once the server has ended by itself: gives a new archive its final name. */
  void publish() throws IOException {
    if (!present && Files.exists(part)) {
      Files.move(part, archive, StandardCopyOption.ATOMIC_MOVE);
    }
  }

  /** To be called if the server ended otherwise. */
  void discard() throws IOException {
    Files.deleteIfExists(part);
  }

  private static byte[] launcherJar() throws IOException {
    String name = CassandraProcess.class.getName().replace('.', '/') + ".class";
    var bytes = new ByteArrayOutputStream();
    try (InputStream in = CassandraProcess.class.getResourceAsStream("CassandraProcess.class");
        var jar = new JarOutputStream(bytes)) {
      if (in == null) {
        throw new NoSuchFileException(name);
      }
      var entry = new JarEntry(name);
      entry.setTime(0); // the same class makes the same jar
      jar.putNextEntry(entry);
      in.transferTo(jar);
      jar.closeEntry();
    }
    return bytes.toByteArray();
  }

  private static void writeOnce(Path jar, byte[] bytes) throws IOException {
    if (Files.exists(jar) && Arrays.equals(Files.readAllBytes(jar), bytes)) {
      return;
    }
    Path fresh = Files.createTempFile(jar.getParent(), "launcher", PART);
    Files.write(fresh, bytes);
    Files.setLastModifiedTime(fresh, FileTime.from(Instant.EPOCH.plus(Duration.ofDays(1))));
    Files.move(fresh, jar, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static void deleteLeftovers(Path cache) throws IOException {
    Instant old = Instant.now().minus(LEFTOVER_AGE);
    try (Stream<Path> files = Files.list(cache)) {
      for (Path file : files.filter(f -> f.toString().endsWith(PART)).toList()) {
        if (Files.getLastModifiedTime(file).toInstant().isBefore(old)) {
          Files.deleteIfExists(file);
        }
      }
    }
  }
}
