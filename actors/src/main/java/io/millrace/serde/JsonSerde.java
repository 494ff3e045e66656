// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.serde;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.io.IOException;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/** JSON by Jackson, with a mapper of its own that nobody can reconfigure. */
final class JsonSerde<T> implements Serde<T> {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final String name;
  private final ObjectReader reader;
  private final ObjectWriter writer;

  private JsonSerde(String name, ObjectReader reader, ObjectWriter writer) {
    this.name = name;
    this.reader = reader;
    this.writer = writer;
  }

  static <T> Serde<T> strict(Type type, String shown) {
    JavaType known = MAPPER.constructType(type);
    return new JsonSerde<>("json(" + shown + ")", MAPPER.readerFor(known), MAPPER.writerFor(known));
  }

  static <T> Serde<T> lenient(Type type, String shown) {
    JavaType known = MAPPER.constructType(type);
    ObjectReader reader =
        MAPPER.readerFor(known).without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    return new JsonSerde<>("json(" + shown + ")", reader, MAPPER.writerFor(known));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public ByteString encode(T value) {
    try {
      return UnsafeByteOperations.unsafeWrap(writer.writeValueAsBytes(value));
    } catch (JsonProcessingException e) {
      throw Serdes.refused("value cannot be written as JSON", e)
          .with("serde", name)
          .with("class", value.getClass().getName())
          .with("cause", e.getOriginalMessage());
    }
  }

  @Override
  public T decode(ByteString bytes) {
    @Nullable T value;
    try {
      value = reader.readValue(bytes.toByteArray());
    } catch (JsonProcessingException e) {
      var at = e.getLocation();
      throw Serdes.refused("bytes are not such JSON", e)
          .with("serde", name)
          .with("offset", at == null ? "unknown" : at.getByteOffset())
          .with("cause", e.getOriginalMessage());
    } catch (IOException e) {
      throw Serdes.refused("bytes are not such JSON", e).with("serde", name);
    }
    if (value == null) {
      throw Serdes.refused("JSON is null").with("serde", name).with("expected", "a value");
    }
    return value;
  }

  @Override
  public String toString() {
    return name;
  }
}
