// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.model;

import com.google.protobuf.ByteString;

/** What a processor said to a {@link Question}. */
public sealed interface Answer {
  /**
   * It answered.
   *
   * @param value in a form that the job's processor knows
   */
  record Given(ByteString value) implements Answer {}

  /**
   * It did not, and would not if it were asked again.
   *
   * @param reason in words for people, at most 1,000 characters
   */
  record Failed(String reason) implements Answer {}
}
