// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
/** What {@code docs/testing.md} shows, run as a test. */
@NullMarked
package io.millrace.docs;

import org.jspecify.annotations.NullMarked;
