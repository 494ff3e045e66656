// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/** Ports for node processes that must know each other's before they start. */
public final class FreePorts {
  private FreePorts() {}

  /**
   * Different ports of loopback that were free a moment ago.
   *
   * @param count how many
   */
  public static List<Integer> find(int count) throws IOException {
    var sockets = new ArrayList<ServerSocket>();
    try {
      for (int n = 0; n < count; n++) {
        sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
      }
      return sockets.stream().map(ServerSocket::getLocalPort).toList();
    } finally {
      for (ServerSocket socket : sockets) {
        socket.close();
      }
    }
  }
}
