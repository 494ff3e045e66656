// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
/**
 * What can be asked of a job's results, as plain records, and how a row answers: columns,
 * predicates in three-valued logic, aggregates, orders. Knows neither texts of queries nor stores.
 */
@NullMarked
package io.millrace.select;

import org.jspecify.annotations.NullMarked;
