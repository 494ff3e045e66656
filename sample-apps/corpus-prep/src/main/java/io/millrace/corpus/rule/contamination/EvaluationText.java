// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.rule.contamination;

/**
 * One text that nothing kept may quote.
 *
 * @param set name of the set it is from
 * @param text a question, an answer, a passage
 */
public record EvaluationText(String set, String text) {}
