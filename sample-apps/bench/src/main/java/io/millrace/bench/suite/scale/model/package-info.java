// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Reckons from what one machine measured to many: closed formulas, and small simulations with the
 * cluster's own placement that the formulas are held against. Nothing here measures or waits.
 */
@NullMarked
package io.millrace.bench.suite.scale.model;

import org.jspecify.annotations.NullMarked;
