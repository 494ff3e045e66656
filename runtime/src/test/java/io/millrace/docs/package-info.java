// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Holds the Java in README.md and docs to sources that are compiled and run. What a page shows and
 * no other test runs lies here.
 */
@NullMarked
package io.millrace.docs;

import org.jspecify.annotations.NullMarked;
