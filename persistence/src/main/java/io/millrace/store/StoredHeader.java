// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.store;

import com.google.protobuf.ByteString;

/**
 * A committed block's header, read without its body.
 *
 * @param sequence the block's number
 * @param header as it was written, if it is whole
 */
public record StoredHeader(long sequence, ByteString header) {}
