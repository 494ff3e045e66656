// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.ByteString;
import io.millrace.map.Mapped;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import java.io.Closeable;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;

/**
 * Where {@code map} writes: a line per item, as text, or as JSON if the name ends so. A file
 * appears under its name only when it is whole. Not thread-safe.
 */
final class MapOutput implements Closeable {
  private final Writer writer;
  private final Closeable file;
  private final Finish finish;
  private final boolean json;
  private final ObjectMapper mapper = new ObjectMapper();

  private interface Finish {
    void run() throws IOException;
  }

  private MapOutput(Writer writer, Closeable file, Finish finish, boolean json) {
    this.writer = writer;
    this.file = file;
    this.finish = finish;
    this.json = json;
  }

  /**
   * Opens an output.
   *
   * @param name a path, or {@code -} for {@code out}
   */
  static MapOutput open(String name, boolean overwrite, PrintWriter out) throws IOException {
    if (name.equals("-")) {
      return new MapOutput(out, () -> {}, out::flush, false);
    }
    ExportFile file = ExportFile.open(Path.of(name), overwrite);
    return new MapOutput(
        file.writer(), file::close, file::finish, name.matches(".+\\.jsonl(\\.zst|\\.gz)?"));
  }

  /** Writes the line of an item; a failed one's text is empty. */
  void write(Mapped<ByteString> result, String label) throws IOException {
    ByteString value = result.value().orElse(ByteString.EMPTY);
    writer.write(json ? json(result, value, label) : text(value, label));
    writer.write('\n');
  }

  private static String text(ByteString value, String label) {
    String text = value.toStringUtf8();
    if (!value.isValidUtf8() || text.indexOf('\n') >= 0 || text.indexOf('\r') >= 0) {
      throw MillraceException.of(Kind.CALLER, "result is no line of text")
          .with("item", label)
          .with("expected", "UTF-8 without line breaks, or an output named *.jsonl");
    }
    return text;
  }

  private String json(Mapped<ByteString> result, ByteString value, String label) {
    var line = new LinkedHashMap<String, String>();
    line.put("item", label);
    if (result.failure().isPresent()) {
      line.put("failed", result.failure().get());
    } else if (value.isValidUtf8()) {
      line.put("value", value.toStringUtf8());
    } else {
      line.put("base64", Base64.getEncoder().encodeToString(value.toByteArray()));
    }
    try {
      return mapper.writeValueAsString(line);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("texts that are no JSON", e);
    }
  }

  /** All is written: makes the file appear. */
  void finish() throws IOException {
    finish.run();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
