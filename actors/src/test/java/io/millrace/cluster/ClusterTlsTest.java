// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.cluster.ClusterTls.Mode;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClusterTlsTest {
  private static final ClusterTls UNSET = new ClusterTls(Mode.AUTO, "", "", "");
  private static final String TRANSPORT = "pekko.remote.artery.transport";

  private static Path root;
  private static Path ours;
  private static Path theirs;

  @BeforeAll
  static void make(@TempDir Path folder) throws Exception {
    root = folder;
    ours = TlsFiles.make(root.resolve("ours"), "a", "b");
    theirs = TlsFiles.make(root.resolve("theirs"), "a");
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "127.1.2.3", "localhost", "::1"})
  void givenLoopback_whenAuto_thenPlain(String host) {
    assertThat(UNSET.pekko(host, Instant.now()).getString(TRANSPORT)).isEqualTo("tcp");
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.1", "0.0.0.0", "host.invalid"})
  void givenOtherThanLoopback_whenAutoWithoutFiles_thenRefusedWithTheWayOut(String host) {
    assertThatThrownBy(() -> UNSET.pekko(host, Instant.now()))
        .isInstanceOfSatisfying(
            MillraceException.class, e -> assertThat(e.kind()).isEqualTo(Kind.CALLER))
        .hasMessageContaining("millrace.node.cluster.tls.key-file=none")
        .hasMessageContaining("millrace.node.cluster.host=" + host)
        .hasMessageContaining("make-certs.sh")
        .hasMessageContaining("enabled = off");
  }

  @Test
  void givenOtherThanLoopback_whenOff_thenPlain() {
    var off = new ClusterTls(Mode.OFF, "", "", "");

    assertThat(off.pekko("10.0.0.1", Instant.now()).getString(TRANSPORT)).isEqualTo("tcp");
  }

  @Test
  void givenGoodFiles_whenAutoOnAnotherAddress_thenTls() {
    ClusterTls good = TlsFiles.of(ours, "a");
    var auto = new ClusterTls(Mode.AUTO, good.keyFile(), good.certFile(), good.caFile());

    assertThat(auto.pekko("10.0.0.1", Instant.now()).getString(TRANSPORT)).isEqualTo("tls-tcp");
    assertThat(auto.pekko("127.0.0.1", Instant.now()).getString(TRANSPORT)).isEqualTo("tcp");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          nothing.key | ours/a.pem   | ours/ca.pem   | key-file  | a readable file
          ours/a.pem  | ours/a.pem   | ours/ca.pem   | key-file  | one RSA private key in PEM, not encrypted
          ours/b.key  | ours/a.pem   | ours/ca.pem   | key-file  | the private key of the certificate in
          ours/a.key  | ours/a.key   | ours/ca.pem   | cert-file | a certificate in PEM
          ours/a.key  | ours/a.pem   | theirs/ca.pem | cert-file | has signed
          ours/a.key  | ours/a.pem   | ours          | ca-file   | a readable file
          ours/ca.key | ours/ca.pem  | ours/none.pem | ca-file   | a readable file
          """)
  void givenWrongFile_whenChecked_thenKeyFileAndExpectedAreNamed(
      String key, String cert, String ca, String named, String expected) {
    var files =
        new ClusterTls(
            Mode.ON,
            root.resolve(key).toString(),
            root.resolve(cert).toString(),
            root.resolve(ca).toString());

    assertThatThrownBy(() -> files.pekko("127.0.0.1", Instant.now()))
        .isInstanceOfSatisfying(
            MillraceException.class, e -> assertThat(e.kind()).isEqualTo(Kind.CALLER))
        .hasMessageContaining("millrace.node.cluster.tls." + named + "=" + root)
        .hasMessageContaining(expected);
  }

  @Test
  void givenCertificate_whenItHasRunOut_thenItsDatesAreNamed() {
    assertThatThrownBy(
            () ->
                TlsFiles.of(ours, "a").pekko("127.0.0.1", Instant.now().plus(900, ChronoUnit.DAYS)))
        .hasMessageContaining("tls.cert-file")
        .hasMessageContaining("a certificate valid at");
  }

  @Test
  void givenFolderWithAuthority_whenANodeIsAdded_thenTheAuthorityStays() throws Exception {
    byte[] before = Files.readAllBytes(theirs.resolve("ca.pem"));

    TlsFiles.make(theirs, "10.1.2.3", "node-c.example");

    assertThat(theirs.resolve("ca.pem")).hasBinaryContent(before);
    assertThat(
            TlsFiles.of(theirs, "10.1.2.3").pekko("127.0.0.1", Instant.now()).getString(TRANSPORT))
        .isEqualTo("tls-tcp");
    assertThat(
            TlsFiles.of(theirs, "node-c.example")
                .pekko("127.0.0.1", Instant.now())
                .getString(TRANSPORT))
        .isEqualTo("tls-tcp");
  }
}
