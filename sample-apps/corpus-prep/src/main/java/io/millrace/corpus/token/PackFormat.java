// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.token;

/** The kinds of files that sequences are written to. */
public enum PackFormat {
  /** A NumPy array, padded. */
  NPY("npy"),
  /** Megatron-LM's indexed data set. */
  MEGATRON("megatron"),
  /** A JSON object a line, compressed with zstd. */
  JSONL_ZST("jsonl.zst"),
  /** A Parquet file. */
  PARQUET("parquet");

  private final String label;

  PackFormat(String label) {
    this.label = label;
  }

  /** As it is written on command lines and in manifests. */
  @Override
  public String toString() {
    return label;
  }
}
