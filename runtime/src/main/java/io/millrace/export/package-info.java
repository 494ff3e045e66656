// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Writes the results of a job at fixed positions into files, so that the same positions always give
 * the same bytes. Reads through the service like any client; formats are found by ServiceLoader.
 */
@NullMarked
package io.millrace.export;

import org.jspecify.annotations.NullMarked;
