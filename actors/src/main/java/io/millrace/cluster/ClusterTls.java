// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.cluster;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether and how the port between nodes is protected; {@code millrace.node.cluster.tls} in {@code
 * reference.conf} says what each means.
 */
public record ClusterTls(Mode mode, String keyFile, String certFile, String caFile) {
  private static final Logger LOG = LoggerFactory.getLogger(ClusterTls.class);
  private static final String PATH = "millrace.node.cluster.tls";

  /** When it is on. */
  public enum Mode {
    /** Unless the address is a loopback address. */
    AUTO,
    /** Always. */
    ON,
    /** Never. */
    OFF;

    private static Mode parse(String text) {
      for (Mode mode : values()) {
        if (mode.name().toLowerCase(Locale.ROOT).equals(text)) {
          return mode;
        }
      }
      String expected =
          Arrays.stream(values())
              .map(m -> m.name().toLowerCase(Locale.ROOT))
              .collect(Collectors.joining(", "));
      throw new IllegalArgumentException(
          PATH + ".enabled: " + text + " (expected: " + expected + ")");
    }
  }

  /** Reads {@code millrace.node.cluster.tls}; the files are read when the node joins. */
  public static ClusterTls from(Config root) {
    Config c = root.getConfig(PATH);
    return new ClusterTls(
        Mode.parse(c.getString("enabled")),
        c.getString("key-file"),
        c.getString("cert-file"),
        c.getString("ca-file"));
  }

  /**
   * What to lay over Pekko's settings for a node at this address.
   *
   * @throws MillraceException CALLER if the files are not what is needed: the message names key,
   *     file and what was expected
   */
  Config pekko(String host, Instant now) {
    boolean loopback = isLoopback(host);
    if (mode == Mode.OFF || (mode == Mode.AUTO && loopback)) {
      if (!loopback) {
        LOG.atWarn()
            .addKeyValue(PATH + ".enabled", "off")
            .addKeyValue("host", host)
            .log(
                "port between nodes is not protected: whoever reaches it can read and forge what"
                    + " nodes say, and can end them");
      }
      return ConfigFactory.parseMap(Map.of("pekko.remote.artery.transport", "tcp"));
    }
    Path key = file("key-file", keyFile, host);
    Path cert = file("cert-file", certFile, host);
    Path ca = file("ca-file", caFile, host);
    new PemFiles(PATH, key, cert, ca).check(now);
    String engine = "pekko.remote.artery.ssl.rotating-keys-engine.";
    return ConfigFactory.parseMap(
        Map.of(
            "pekko.remote.artery.transport",
            "tls-tcp",
            // It asks every peer for a certificate, whoever connects, and reads the files again.
            "pekko.remote.artery.ssl.ssl-engine-provider",
            "org.apache.pekko.remote.artery.tcp.ssl.RotatingKeysSSLEngineProvider",
            engine + "key-file",
            key.toString(),
            engine + "cert-file",
            cert.toString(),
            engine + "ca-cert-file",
            ca.toString()));
  }

  private static Path file(String key, String value, String host) {
    if (value.isBlank()) {
      throw MillraceException.of(Kind.CALLER, "port between nodes needs TLS, and a file is missing")
          .with(PATH + "." + key, "none")
          .with("millrace.node.cluster.host", host)
          .with(
              "expected",
              "a PEM file (config/tls/make-certs.sh makes some for a trial), a loopback host, or "
                  + PATH
                  + ".enabled = off where nobody else reaches the port");
    }
    return Path.of(value).toAbsolutePath();
  }

  private static boolean isLoopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      LOG.atDebug().setCause(e).addKeyValue("host", host).log("host does not resolve here");
      return false;
    }
  }
}
