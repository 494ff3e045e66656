// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Turns bytes into fewer bytes and back, with every length checked before memory is given out.
 * Knows nothing of what the bytes mean; ids and names of codecs are stored and never change.
 */
@NullMarked
package io.millrace.codec;

import org.jspecify.annotations.NullMarked;
