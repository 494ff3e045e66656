// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.model;

import com.google.protobuf.ByteString;

/**
 * A question to what a job knows of a key; it changes nothing.
 *
 * @param key whose state is asked
 * @param body what is asked, in a form that the job's processor knows
 */
public record Question(ByteString key, ByteString body) {
  /** What it takes. Unit: bytes. */
  public int bytes() {
    return key.size() + body.size();
  }
}
