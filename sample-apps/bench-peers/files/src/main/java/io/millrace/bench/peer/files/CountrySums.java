// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.peer.files;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.apache.parquet.column.Dictionary;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.io.api.RecordMaterializer;
import org.apache.parquet.schema.MessageType;

/** Adds up amounts by country while a file is read; makes no object of a record. */
final class CountrySums extends RecordMaterializer<CountrySums> {
  private final Map<String, Integer> places = new HashMap<>();
  private final Converter[] columns;
  private long[] records = new long[64];
  private double[] amounts = new double[64];
  private int country;
  private long amount;

  /** Of one country. */
  record Sum(long records, double amounts) {
    Sum plus(Sum other) {
      return new Sum(records + other.records, amounts + other.amounts);
    }
  }

  /** Of columns {@code amount} and {@code country}. */
  CountrySums(MessageType schema) {
    columns = new Converter[schema.getFieldCount()];
    columns[schema.getFieldIndex("amount")] = new Amount();
    columns[schema.getFieldIndex("country")] = new Country();
  }

  /** What came together. */
  Map<String, Sum> byCountry() {
    var sums = new HashMap<String, Sum>();
    places.forEach((name, place) -> sums.put(name, new Sum(records[place], amounts[place])));
    return sums;
  }

  private int place(Binary name) {
    int place = places.computeIfAbsent(name.toStringUsingUTF8(), n -> places.size());
    if (place >= records.length) {
      records = Arrays.copyOf(records, 2 * place);
      amounts = Arrays.copyOf(amounts, 2 * place);
    }
    return place;
  }

  @Override
  public CountrySums getCurrentRecord() {
    return this;
  }

  @Override
  public GroupConverter getRootConverter() {
    return new GroupConverter() {
      @Override
      public Converter getConverter(int field) {
        return columns[field];
      }

      @Override
      public void start() {}

      @Override
      public void end() {
        records[country]++;
        amounts[country] += amount;
      }
    };
  }

  private final class Amount extends PrimitiveConverter {
    @Override
    public void addLong(long value) {
      amount = value;
    }
  }

  private final class Country extends PrimitiveConverter {
    private int[] known = {};

    @Override
    public boolean hasDictionarySupport() {
      return true;
    }

    @Override
    public void setDictionary(Dictionary dictionary) {
      known = new int[dictionary.getMaxId() + 1];
      for (int i = 0; i < known.length; i++) {
        known[i] = place(dictionary.decodeToBinary(i));
      }
    }

    @Override
    public void addValueFromDictionary(int id) {
      country = known[id];
    }

    @Override
    public void addBinary(Binary value) {
      country = place(value);
    }
  }
}
