// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
/** Tests of the test kit, with good and bad processors. */
@NullMarked
package io.millrace.testkit;

import org.jspecify.annotations.NullMarked;
