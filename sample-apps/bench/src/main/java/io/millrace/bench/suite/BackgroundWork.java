// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.suite;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/**
 * What a database puts off and does behind the last receipt: flushes, compactions, indexes. Told
 * and asked through the agent of its JVM, as {@code nodetool} does. Not thread-safe.
 */
public final class BackgroundWork implements AutoCloseable {
  private static final Duration AWAIT_MAX = Duration.ofMinutes(10);
  private static final Duration POLL = Duration.ofMillis(50);

  /** One task that ends may make the next one begin. */
  private static final int QUIET_POLLS = 10;

  private final JMXConnector connector;
  private final MBeanServerConnection beans;

  private BackgroundWork(JMXConnector connector) throws IOException {
    this.connector = connector;
    this.beans = connector.getMBeanServerConnection();
  }

  /**
   * Connects to it.
   *
   * @throws IOException if there is no way into its JVM
   */
  @SuppressWarnings("BanJNDI") // nothing is looked up: the address comes from the JVM itself
  public static BackgroundWork of(BenchDatabase database) throws IOException {
    return new BackgroundWork(JMXConnectorFactory.connect(agent(database.process().pid())));
  }

  /** Where the JVM's own agent answers, on loopback; started if need be. */
  private static JMXServiceURL agent(long pid) throws IOException {
    try {
      VirtualMachine machine = VirtualMachine.attach(Long.toString(pid));
      try {
        return new JMXServiceURL(machine.startLocalManagementAgent());
      } finally {
        machine.detach();
      }
    } catch (AttachNotSupportedException e) {
      throw new IOException("no way into the database's JVM: pid " + pid, e);
    }
  }

  /**
   * Has all that is in memory written to disk, Cassandra's own tables among it, and waits until
   * nothing is compacted any more; for ten minutes at most.
   */
  public void finish() throws IOException, InterruptedException {
    try {
      var storage = new ObjectName("org.apache.cassandra.db:type=StorageService");
      for (Object keyspace : (Collection<?>) beans.getAttribute(storage, "Keyspaces")) {
        beans.invoke(
            storage,
            "forceKeyspaceFlush",
            new Object[] {keyspace, new String[0]},
            new String[] {String.class.getName(), String[].class.getName()});
      }
    } catch (JMException e) {
      throw new IOException("database was not flushed", e);
    }
    await("");
  }

  /**
   * Waits until it compacts and indexes nothing of a keyspace any more; for ten minutes at most.
   *
   * @param keyspace its name; empty: of all
   */
  public void await(String keyspace) throws IOException, InterruptedException {
    long end = System.nanoTime() + AWAIT_MAX.toNanos();
    int quiet = 0;
    while (quiet < QUIET_POLLS && System.nanoTime() < end) {
      Thread.sleep(POLL.toMillis());
      quiet = isBusy(keyspace) ? 0 : quiet + 1;
    }
  }

  private boolean isBusy(String keyspace) throws IOException {
    try {
      var manager = new ObjectName("org.apache.cassandra.db:type=CompactionManager");
      for (Object task : (Collection<?>) beans.getAttribute(manager, "Compactions")) {
        if (keyspace.isEmpty() || keyspace.equals(((Map<?, ?>) task).get("keyspace"))) {
          return true;
        }
      }
      return false;
    } catch (JMException e) {
      throw new IOException("database does not say what it compacts", e);
    }
  }

  /** What all tables of a keyspace take on disk now; 0 if there is none. Unit: bytes. */
  public long bytesOnDisk(String keyspace) throws IOException {
    try {
      var space =
          new ObjectName(
              "org.apache.cassandra.metrics:type=Keyspace,keyspace=%s,name=LiveDiskSpaceUsed"
                  .formatted(keyspace));
      return ((Number) beans.getAttribute(space, "Value")).longValue();
    } catch (InstanceNotFoundException e) {
      return 0;
    } catch (JMException e) {
      throw new IOException("database does not say what is on disk of " + keyspace, e);
    }
  }

  @Override
  public void close() throws IOException {
    connector.close();
  }
}
