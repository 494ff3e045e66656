// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
/** Tests of the harness, and its small run. */
@NullMarked
package io.millrace.chaos;

import org.jspecify.annotations.NullMarked;
