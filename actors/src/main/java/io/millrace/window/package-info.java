// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Windows over a key's event times as an ordinary processor: its open windows are the key's state,
 * their ends are event timers. Built on what users write processors with, and nothing else.
 */
@NullMarked
package io.millrace.window;

import org.jspecify.annotations.NullMarked;
