// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
/**
 * The decisions of partition, log client and gateway in one thread, under a clock, a store and a
 * network that do as a seed says. Every class of the product in here is the real one; what the
 * simulation adds is time, faults, and a checker that looks at everything after every step.
 */
@NullMarked
package io.millrace.simulation;

import org.jspecify.annotations.NullMarked;
