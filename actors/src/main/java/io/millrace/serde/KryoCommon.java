// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.serde;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import com.esotericsoftware.kryo.serializers.CollectionSerializer;
import com.esotericsoftware.kryo.serializers.DefaultSerializers;
import com.esotericsoftware.kryo.serializers.MapSerializer;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;

/**
 * The classes that every Kryo serde knows. Their numbers lie in stored states: never change one.
 */
final class KryoCommon {
  private KryoCommon() {}

  static void register(Kryo kryo) {
    kryo.register(byte[].class, 10);
    kryo.register(short[].class, 11);
    kryo.register(int[].class, 12);
    kryo.register(long[].class, 13);
    kryo.register(float[].class, 14);
    kryo.register(double[].class, 15);
    kryo.register(boolean[].class, 16);
    kryo.register(char[].class, 17);
    kryo.register(ArrayList.class, new Collections(), 20);
    kryo.register(ArrayDeque.class, new Collections(), 21);
    kryo.register(HashSet.class, new Collections(), 22);
    kryo.register(LinkedHashSet.class, new Collections(), 23);
    kryo.register(TreeSet.class, 24);
    kryo.register(HashMap.class, new Maps(), 25);
    kryo.register(LinkedHashMap.class, new Maps(), 26);
    kryo.register(TreeMap.class, 27);
    kryo.register(List.of().getClass(), lists(), 30);
    kryo.register(List.of(1).getClass(), lists(), 31);
    kryo.register(Set.of().getClass(), sets(), 32);
    kryo.register(Set.of(1).getClass(), sets(), 33);
    kryo.register(Map.of().getClass(), maps(), 34);
    kryo.register(Map.of(1, 1).getClass(), maps(), 35);
    kryo.register(BigInteger.class, 40);
    kryo.register(BigDecimal.class, 41);
    kryo.register(UUID.class, new DefaultSerializers.UUIDSerializer(), 42);
    kryo.register(Instant.class, 43);
    kryo.register(Duration.class, 44);
    kryo.register(LocalDate.class, 45);
    kryo.register(LocalDateTime.class, 46);
  }

  /** Makes room only for as many elements as may follow. */
  @SuppressWarnings("rawtypes") // as Kryo declares it
  private static final class Collections extends CollectionSerializer<Collection> {
    @Override
    protected Collection create(Kryo kryo, Input in, Class<? extends Collection> type, int size) {
      return super.create(kryo, in, type, ((KryoInput) in).checkCount(size));
    }
  }

  /** Makes room only for as many pairs as may follow. */
  @SuppressWarnings("rawtypes") // as Kryo declares it
  private static final class Maps extends MapSerializer<Map> {
    @Override
    protected Map create(Kryo kryo, Input in, Class<? extends Map> type, int size) {
      return super.create(kryo, in, type, ((KryoInput) in).checkCount(size));
    }
  }

  private static Immutables<List<Object>> lists() {
    // Like List.of, but nulls, which Stream.toList may have put in, are welcome.
    return new Immutables<>(List::toArray, array -> Arrays.stream(array).toList());
  }

  private static Immutables<Set<Object>> sets() {
    return new Immutables<>(Set::toArray, Set::of);
  }

  private static Immutables<Map<Object, Object>> maps() {
    return new Immutables<>(KryoCommon::flat, KryoCommon::map);
  }

  private static Object[] flat(Map<Object, Object> map) {
    Object[] flat = new Object[2 * map.size()];
    int at = 0;
    for (var entry : map.entrySet()) {
      flat[at++] = entry.getKey();
      flat[at++] = entry.getValue();
    }
    return flat;
  }

  private static Map<Object, Object> map(Object[] flat) {
    var map = new HashMap<Object, Object>();
    for (int i = 0; i + 1 < flat.length; i += 2) {
      map.put(flat[i], flat[i + 1]);
    }
    return Map.copyOf(map);
  }

  /** {@code List.of} and its like: how many, then each with its class. */
  private static final class Immutables<T> extends Serializer<T> {
    private final Function<T, Object[]> elements;
    private final Function<Object[], T> make;

    private Immutables(Function<T, Object[]> elements, Function<Object[], T> make) {
      super(false, true);
      this.elements = elements;
      this.make = make;
    }

    @Override
    public void write(Kryo kryo, Output out, T value) {
      Object[] all = elements.apply(value);
      out.writeVarInt(all.length, true);
      for (Object each : all) {
        kryo.writeClassAndObject(out, each);
      }
    }

    @Override
    public T read(Kryo kryo, Input in, Class<? extends T> type) {
      Object[] all = new Object[((KryoInput) in).checkCount(in.readVarInt(true))];
      for (int i = 0; i < all.length; i++) {
        all[i] = kryo.readClassAndObject(in);
      }
      return make.apply(all);
    }
  }
}
