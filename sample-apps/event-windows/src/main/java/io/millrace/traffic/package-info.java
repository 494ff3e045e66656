// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Groups real events, a web server's log or a repository's history, by minute and by session, and
 * prints the busiest of both.
 */
@NullMarked
package io.millrace.traffic;

import org.jspecify.annotations.NullMarked;
