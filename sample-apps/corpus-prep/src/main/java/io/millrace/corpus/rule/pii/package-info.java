// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Takes out of a text what tells of a person: mail and IP addresses, phone, card and account
 * numbers. Each finder is pure and says nothing of the text around what it finds.
 */
@NullMarked
package io.millrace.corpus.rule.pii;

import org.jspecify.annotations.NullMarked;
