// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Prepares text for training a language model: reads documents, normalises them, keeps one of each
 * and counts tokens. Speaks to Millrace as any application would: a job, a processor and a client.
 */
@NullMarked
package io.millrace.corpus;

import org.jspecify.annotations.NullMarked;
