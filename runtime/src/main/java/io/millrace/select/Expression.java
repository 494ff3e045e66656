// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.select;

/** What an item of a query shows: a column, or an aggregate over the rows of a group. */
public sealed interface Expression permits Column, Call {
  /** The expression as a query's text has it. */
  String sql();
}
