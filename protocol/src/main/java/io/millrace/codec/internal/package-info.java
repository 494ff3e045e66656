// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
/** What codecs and block format share and nobody else may rely on. May change without notice. */
@NullMarked
package io.millrace.codec.internal;

import org.jspecify.annotations.NullMarked;
