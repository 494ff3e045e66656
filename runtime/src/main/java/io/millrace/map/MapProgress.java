// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.map;

/**
 * How far a run has come. Unit: items.
 *
 * @param sent given to the job
 * @param done returned to the caller, failed ones among them
 * @param failed those on which the function failed
 */
public record MapProgress(long sent, long done, long failed) {}
