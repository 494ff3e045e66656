// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.cluster;

import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.apache.pekko.pki.pem.DERPrivateKeyLoader;
import org.apache.pekko.pki.pem.PEMDecoder;
import org.jspecify.annotations.Nullable;

/**
 * A node's key, its certificate and the authority's, checked before anything starts: what is wrong
 * with them would otherwise show as connections that never come up.
 *
 * @param path of the settings that name the files
 */
record PemFiles(String path, Path keyFile, Path certFile, Path caFile) {
  private static final long FILE_BYTES_MAX = 1 << 20;
  private static final String SIGNATURE = "SHA256withRSA";
  private static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";
  private static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";

  /** Throws CALLER, naming key, file and what was expected, if the three do not fit. */
  void check(Instant now) {
    PrivateKey key = key();
    X509Certificate cert = certificate("cert-file", certFile);
    X509Certificate ca = certificate("ca-file", caFile);
    checkDates("cert-file", certFile, cert, now);
    checkDates("ca-file", caFile, ca, now);
    if (!fits(key, cert.getPublicKey())) {
      throw wrong("key-file", keyFile, "the private key of the certificate in " + certFile, null);
    }
    try {
      cert.verify(ca.getPublicKey());
    } catch (GeneralSecurityException e) {
      throw wrong("cert-file", certFile, "a certificate that " + caFile + " has signed", e);
    }
    checkUsage(cert);
  }

  private PrivateKey key() {
    try {
      return DERPrivateKeyLoader.load(
          PEMDecoder.decode(new String(read("key-file", keyFile), StandardCharsets.UTF_8)));
    } catch (MillraceException e) {
      throw e;
    } catch (Exception e) {
      // Scala declares nothing: besides its own, all that the JDK's key factories throw.
      throw wrong(
          "key-file",
          keyFile,
          "one RSA private key in PEM, not encrypted: BEGIN PRIVATE KEY or BEGIN RSA PRIVATE KEY",
          e);
    }
  }

  private X509Certificate certificate(String key, Path file) {
    byte[] bytes = read(key, file);
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(bytes));
    } catch (CertificateException e) {
      throw wrong(key, file, "a certificate in PEM: BEGIN CERTIFICATE", e);
    }
  }

  private byte[] read(String key, Path file) {
    try {
      if (Files.size(file) > FILE_BYTES_MAX) {
        throw wrong(key, file, "at most " + FILE_BYTES_MAX + " bytes", null);
      }
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw wrong(key, file, "a readable file", e);
    }
  }

  private void checkDates(String key, Path file, X509Certificate cert, Instant now) {
    try {
      cert.checkValidity(Date.from(now));
    } catch (CertificateException e) {
      String valid = cert.getNotBefore().toInstant() + " to " + cert.getNotAfter().toInstant();
      throw wrong(key, file, "a certificate valid at " + now + ", this one is " + valid, e);
    }
  }

  private void checkUsage(X509Certificate cert) {
    List<String> usage;
    try {
      usage = cert.getExtendedKeyUsage();
    } catch (CertificateException e) {
      throw wrong("cert-file", certFile, "a readable extended key usage", e);
    }
    if (usage != null && !(usage.contains(SERVER_AUTH) && usage.contains(CLIENT_AUTH))) {
      throw wrong("cert-file", certFile, "extended key usage serverAuth and clientAuth", null);
    }
  }

  /** Whether what the one signs, the other accepts. */
  private static boolean fits(PrivateKey key, PublicKey publicKey) {
    byte[] text = "millrace".getBytes(StandardCharsets.UTF_8);
    try {
      Signature signing = Signature.getInstance(SIGNATURE);
      signing.initSign(key);
      signing.update(text);
      byte[] signature = signing.sign();
      Signature verifying = Signature.getInstance(SIGNATURE);
      verifying.initVerify(publicKey);
      verifying.update(text);
      return verifying.verify(signature);
    } catch (GeneralSecurityException e) {
      // The certificate's is of another kind: they do not belong together.
      return false;
    }
  }

  private MillraceException wrong(
      String key, Path file, String expected, @Nullable Exception cause) {
    MillraceException failure =
        cause == null
            ? MillraceException.of(Kind.CALLER, "file for TLS between nodes is wrong")
            : MillraceException.of(Kind.CALLER, "file for TLS between nodes is wrong", cause);
    failure.with(path + "." + key, file);
    if (cause != null) {
      failure.with("cause", cause.toString());
    }
    return failure.with("expected", expected);
  }
}
