// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Turns Millrace's values into the messages of its services, and messages into values. Checks what
 * comes in, and says which part of a request is wrong; knows nothing of who sends it.
 */
@NullMarked
package io.millrace.message;

import org.jspecify.annotations.NullMarked;
