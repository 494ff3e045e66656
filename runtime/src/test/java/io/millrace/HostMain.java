// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TimeZone;
import java.util.TreeMap;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * An application with odd settings and an actor system of its own, for a JVM of its own: starts and
 * closes an instance, and prints what of its surroundings changed, one line each.
 */
final class HostMain {
  private HostMain() {}

  /**
   * @param args nothing, or contact point and keyspace of a Cassandra
   */
  public static void main(String[] args) throws Exception {
    ActorSystem<Void> own = ActorSystem.create(Behaviors.empty(), "host");
    Map<String, Object> before = surroundings(own);
    EmbeddedSettings settings = EmbeddedSettings.of(CountJob.JOB);
    if (args.length > 0) {
      settings = settings.withCassandra(List.of(args[0]), "datacenter1", args[1]);
    }
    try (var millrace = Millrace.embedded(settings)) {
      CountJob.count(millrace, "a");
      System.out.println(HostProcess.MARK + "counted " + CountJob.read(millrace, "a"));
      report("while it runs", before, surroundings(own));
    }
    report("after it", before, surroundings(own));
    own.terminate();
  }

  private static void report(String when, Map<String, Object> before, Map<String, Object> now) {
    var names = new ArrayList<>(before.keySet());
    now.keySet().stream().filter(name -> !before.containsKey(name)).forEach(names::add);
    for (String name : names) {
      if (!String.valueOf(before.get(name)).equals(String.valueOf(now.get(name)))) {
        System.out.println(
            HostProcess.MARK
                + "changed "
                + when
                + ": "
                + name
                + " from "
                + before.get(name)
                + " to "
                + now.get(name));
      }
    }
  }

  private static Map<String, Object> surroundings(ActorSystem<Void> own) throws Exception {
    var all = new TreeMap<String, Object>();
    Properties properties = System.getProperties();
    properties.stringPropertyNames().forEach(n -> all.put("property " + n, properties.get(n)));
    all.put("locale", Locale.getDefault());
    all.put("time zone", TimeZone.getDefault().getID());
    all.put("standard output", System.out);
    all.put("standard error", System.err);
    all.put("standard input", System.in);
    all.put("handler of exceptions", Thread.getDefaultUncaughtExceptionHandler());
    all.put("context class loader", Thread.currentThread().getContextClassLoader());
    all.put("shutdown hooks", shutdownHooks());
    all.put("system ended", own.whenTerminated().isCompleted());
    all.put("system's log level", own.settings().config().getString("pekko.loglevel"));
    all.put(
        "system's throughput",
        own.settings().config().getInt("pekko.actor.default-dispatcher.throughput"));
    return all;
  }

  /** By class; the JDK keeps them to itself, so the test opens its package. */
  private static List<String> shutdownHooks() throws ReflectiveOperationException {
    var field = Class.forName("java.lang.ApplicationShutdownHooks").getDeclaredField("hooks");
    field.setAccessible(true);
    var hooks = (IdentityHashMap<?, ?>) field.get(null);
    return hooks.keySet().stream()
        .map(hook -> hook.getClass().getName() + " " + hook)
        .sorted()
        .toList();
  }
}
