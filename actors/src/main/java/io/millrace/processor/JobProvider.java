// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.processor;

/**
 * Brings a job to every node whose class path holds it; found by {@code java.util.ServiceLoader}.
 */
public interface JobProvider {
  /** The job. */
  Job job();
}
