// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
/**
 * The suite dedup: near duplicates among real texts, of each cluster one stays. Beside the job
 * corpus-prep: Spark's MinHashLSH, and a plain program on one thread as the floor.
 */
@NullMarked
package io.millrace.bench.suite.dedup;

import org.jspecify.annotations.NullMarked;
