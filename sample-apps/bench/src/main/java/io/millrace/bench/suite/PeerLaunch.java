// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.suite;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * How a peer in a process of its own is started. Begin with {@link #of} and add what it needs.
 *
 * @param name of the contender
 * @param promises as {@link Contender#promises}
 * @param classPath as {@code java -cp} takes it
 * @param mainClass runs the peer's loop
 * @param options for the JVM
 * @param arguments for the peer, such as {@code suite}, {@code contact-point}; ordered
 * @param folder gets its log, and whatever it keeps; created
 * @param database another process whose processor time counts as its own
 * @param adapted what the peer gets of a load, such as fewer records
 */
public record PeerLaunch(
    String name,
    String promises,
    String classPath,
    String mainClass,
    List<String> options,
    Map<String, String> arguments,
    Path folder,
    Optional<ProcessHandle> database,
    UnaryOperator<Load> adapted) {
  public PeerLaunch {
    options = List.copyOf(options);
    arguments = Collections.unmodifiableMap(new LinkedHashMap<>(arguments));
    folder = folder.toAbsolutePath().normalize();
  }

  /** Without options and arguments. */
  public static PeerLaunch of(
      String name, String promises, PeerBuild build, String mainClass, Path folder) {
    return new PeerLaunch(
        name,
        promises,
        build.classPath(),
        mainClass,
        List.of(),
        Map.of(),
        folder,
        Optional.empty(),
        UnaryOperator.identity());
  }

  /** The same with these options for the JVM. */
  public PeerLaunch withOptions(String... all) {
    return new PeerLaunch(
        name, promises, classPath, mainClass, List.of(all), arguments, folder, database, adapted);
  }

  /** The same with one argument more. */
  public PeerLaunch with(String key, String value) {
    var more = new LinkedHashMap<>(arguments);
    more.put(key, value);
    return new PeerLaunch(
        name, promises, classPath, mainClass, options, more, folder, database, adapted);
  }

  /** The same writing to this database: it gets the address, and counts its processor time. */
  public PeerLaunch withDatabase(BenchDatabase server) {
    PeerLaunch told =
        with("contact-point", server.contactPoint()).with("datacenter", server.datacenter());
    return new PeerLaunch(
        name,
        promises,
        classPath,
        mainClass,
        options,
        told.arguments,
        folder,
        Optional.of(server.process()),
        adapted);
  }

  /** The same with loads changed before the peer gets them. */
  public PeerLaunch withLoads(UnaryOperator<Load> change) {
    return new PeerLaunch(
        name, promises, classPath, mainClass, options, arguments, folder, database, change);
  }
}
