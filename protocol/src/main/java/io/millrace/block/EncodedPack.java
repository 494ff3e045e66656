// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.block;

import com.google.protobuf.ByteString;

/**
 * A {@link Pack} as it is stored.
 *
 * @param first number of its first block
 * @param last number of its last block
 * @param header what {@link Pack#open} reads
 * @param body what {@link Pack#blocks} reads
 */
public record EncodedPack(long first, long last, ByteString header, ByteString body) {}
