// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Which document stayed for a text: the state of the text's key. */
record KeptDocument(String source, String path) {
  /** Two strings, each as varint length and UTF-8. */
  ByteString encode() {
    var bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    try {
      out.writeStringNoTag(source);
      out.writeStringNoTag(path);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot be written", e);
    }
    return ByteString.copyFrom(bytes.toByteArray());
  }

  static KeptDocument decode(ByteString state) {
    CodedInputStream in = state.newCodedInput();
    try {
      return new KeptDocument(in.readStringRequireUtf8(), in.readStringRequireUtf8());
    } catch (IOException e) {
      throw new IllegalArgumentException("state: not a kept document", e);
    }
  }
}
