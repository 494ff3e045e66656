// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
/** Tests of the values' messages. */
@NullMarked
package io.millrace.message;

import org.jspecify.annotations.NullMarked;
