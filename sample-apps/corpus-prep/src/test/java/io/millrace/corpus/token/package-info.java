// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
@NullMarked
package io.millrace.corpus.token;

import org.jspecify.annotations.NullMarked;
