// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.select;

import org.jspecify.annotations.Nullable;

/** What an aggregate has made of the rows of a group so far. Not thread-safe. */
interface Fold {
  /** Takes in a row's cell; one that is null is left out by the caller. */
  void add(Cells cells, Cells.Kind kind, int row);

  /** Takes in all that another of the same call has seen; that one is not to be used any more. */
  void merge(Fold other);

  /** The result; null if no row has told it. */
  @Nullable Object result();
}
