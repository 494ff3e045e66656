// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli;

import java.util.concurrent.Callable;

/**
 * A command of {@code millrace}: a picocli {@code @Command} found by {@code
 * java.util.ServiceLoader}. Returns 0 if it did its work, 1 if not; usage errors are 2. A {@link
 * io.millrace.model.MillraceException} that leaves {@link #call} is printed without its stack.
 */
public interface CliCommand extends Callable<Integer> {}
