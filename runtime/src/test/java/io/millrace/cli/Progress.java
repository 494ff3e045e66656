// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;

/** Manifests as they stood before some of their files were whole. */
final class Progress {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Progress() {}

  static String without(String manifest, List<String> files) throws IOException {
    ObjectNode tree = (ObjectNode) JSON.readTree(manifest);
    var left = JSON.createArrayNode();
    for (var file : tree.get("files")) {
      if (!files.contains(file.get("name").textValue())) {
        left.add(file);
      }
    }
    tree.set("files", left);
    return tree.toString();
  }
}
