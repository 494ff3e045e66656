// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
/**
 * The block log and its neighbours as small interfaces, whatever keeps the bytes. One contract test
 * holds every implementation to the same promises.
 */
@NullMarked
package io.millrace.store;

import org.jspecify.annotations.NullMarked;
