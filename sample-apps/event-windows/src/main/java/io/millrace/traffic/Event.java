// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.traffic;

import com.google.protobuf.ByteString;
import io.millrace.client.OutgoingRecord;
import io.millrace.model.Fields;

/**
 * Something that somebody did.
 *
 * @param who a client's host, or an author
 * @param what a path, or the first word of a commit's subject
 * @param size bytes sent, or lines changed
 * @param timeMs milliseconds since 1970-01-01T00:00Z
 */
record Event(String who, String what, long size, long timeMs) {
  /** As a record of a key of one's choice. */
  OutgoingRecord under(String key) {
    return new OutgoingRecord(
        ByteString.copyFromUtf8(key),
        ByteString.copyFromUtf8(who + " " + what),
        timeMs,
        Fields.of("who", who, "what", what, "size", size));
  }
}
