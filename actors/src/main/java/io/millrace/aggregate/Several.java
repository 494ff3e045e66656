// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.aggregate;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import io.millrace.model.DataRecord;
import io.millrace.model.FieldsBuilder;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;

/** Several aggregates as one. Layout: theirs, one after the other. */
final class Several implements Aggregate {
  private final List<Aggregate> parts;
  private final String name;
  private final List<String> fields;

  Several(List<Aggregate> parts) {
    if (parts.isEmpty()) {
      throw new IllegalArgumentException("aggregates: none (expected: at least one)");
    }
    this.parts = List.copyOf(parts);
    this.name = parts.stream().map(Aggregate::name).collect(Collectors.joining(", "));
    this.fields = parts.stream().flatMap(part -> part.fields().stream()).toList();
    var seen = new HashSet<String>();
    for (String field : fields) {
      if (!seen.add(field)) {
        throw new IllegalArgumentException(
            "aggregates: "
                + name
                + ": field "
                + field
                + " twice (expected: each once; give one of them a function and another name)");
      }
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<String> fields() {
    return fields;
  }

  @Override
  public Accumulator create() {
    var all = new Accumulator[parts.size()];
    for (int i = 0; i < all.length; i++) {
      all[i] = parts.get(i).create();
    }
    return new All(all);
  }

  @Override
  public Accumulator read(CodedInputStream in) throws IOException {
    var all = new Accumulator[parts.size()];
    for (int i = 0; i < all.length; i++) {
      all[i] = parts.get(i).read(in);
    }
    return new All(all);
  }

  private static final class All implements Accumulator {
    private final Accumulator[] parts;

    private All(Accumulator[] parts) {
      this.parts = parts;
    }

    @Override
    public void add(DataRecord record) {
      for (Accumulator part : parts) {
        part.add(record);
      }
    }

    @Override
    public void merge(Accumulator other) {
      for (int i = 0; i < parts.length; i++) {
        parts[i].merge(((All) other).parts[i]);
      }
    }

    @Override
    public void writeTo(CodedOutputStream out) throws IOException {
      for (Accumulator part : parts) {
        part.writeTo(out);
      }
    }

    @Override
    public void putInto(FieldsBuilder fields) {
      for (Accumulator part : parts) {
        part.putInto(fields);
      }
    }
  }
}
