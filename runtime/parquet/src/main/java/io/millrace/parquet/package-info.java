// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Exports to Parquet files. A module of its own, so that who embeds Millrace does not get the
 * libraries it takes; with it on the class path, {@code millrace export} knows the format.
 */
@NullMarked
package io.millrace.parquet;

import org.jspecify.annotations.NullMarked;
