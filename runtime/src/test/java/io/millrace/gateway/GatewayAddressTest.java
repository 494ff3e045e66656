// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.millrace.v1.DescribeJobRequest;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GatewayAddressTest {
  /** An address of this machine that other machines could reach. */
  private static Optional<InetAddress> outside() throws SocketException {
    return NetworkInterface.networkInterfaces()
        .flatMap(NetworkInterface::inetAddresses)
        .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
        .findFirst();
  }

  @Test
  void givenAddressThatIsNotLoopback_whenNodeStarts_thenItServesThere() throws SocketException {
    Optional<InetAddress> address = outside();
    assumeTrue(address.isPresent(), "this machine has no address but loopback");
    String host = address.get().getHostAddress();

    try (TestNode node = TestNode.start("millrace.node.gateway.host = \"" + host + "\"")) {
      var answer =
          node.jobs().describeJob(DescribeJobRequest.newBuilder().setJob("latest").build());

      assertThat(node.address()).startsWith(host + ":");
      assertThat(answer.getPartitionsCount()).isEqualTo(TestNode.LATEST.partitions());
    }
  }
}
