// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.dictionary;

import io.millrace.codec.Dictionary;
import io.millrace.store.DictionaryTrial;
import java.util.Optional;

/**
 * What was found out about one column.
 *
 * @param dictionary what its blocks are best compressed with from now on; empty: without any
 * @param fresh whether the dictionary was trained just now, and is not stored yet
 * @param trial what it does for the held-out pieces; without a dictionary, both sides are the same
 */
record Verdict(
    ColumnName column, Optional<Dictionary> dictionary, boolean fresh, DictionaryTrial trial) {}
