// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
/**
 * The command line: finds its commands on the class path, so that samples can bring their own.
 * Progress goes to standard error, results to standard output.
 */
@NullMarked
package io.millrace.cli;

import org.jspecify.annotations.NullMarked;
