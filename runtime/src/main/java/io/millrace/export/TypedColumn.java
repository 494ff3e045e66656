// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.export;

import io.millrace.model.FieldType;

/**
 * A column that holds the values of one field that have one type.
 *
 * @param name the column's name in the file
 * @param field the field's name
 */
public record TypedColumn(String name, String field, FieldType type) {}
