// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.block;

import com.google.protobuf.ByteString;

/**
 * A block taken out of a {@link Pack}.
 *
 * @param header what its header says
 * @param headerBytes the header, byte for byte as it was written
 * @param body of form {@link BodyForm#PLAIN}
 */
public record PackedBlock(BlockHeader header, ByteString headerBytes, ByteString body) {}
