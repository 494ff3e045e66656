// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads arrays as their formats' specifications say, with nothing of what writes them. */
final class ArrayFiles {
  private static final Pattern NPY_HEADER =
      Pattern.compile(
          "\\{'descr': '<u([24])', 'fortran_order': False, 'shape': \\((\\d+), (\\d+)\\), \\} *\n");

  private ArrayFiles() {}

  /**
   * Rows of ids.
   *
   * @param width bytes of an id in the file
   */
  record Rows(int width, List<List<Integer>> rows) {}

  /** NumPy's {@code .npy}, version 1.0: magic, version, length of the header, header, data. */
  static Rows npy(Path file) throws IOException {
    ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    assertThat(in.get() & 0xFF).isEqualTo(0x93);
    assertThat(text(in, 5)).isEqualTo("NUMPY");
    assertThat(in.get()).isEqualTo((byte) 1);
    assertThat(in.get()).isZero();
    int headerLength = in.getShort() & 0xFFFF;
    assertThat((10 + headerLength) % 64).isZero();
    Matcher header = NPY_HEADER.matcher(text(in, headerLength));
    assertThat(header.matches()).isTrue();
    int width = Integer.parseInt(header.group(1));
    int rows = Integer.parseInt(header.group(2));
    int length = Integer.parseInt(header.group(3));
    assertThat(in.remaining()).isEqualTo(rows * length * width);
    var all = new ArrayList<List<Integer>>();
    for (int i = 0; i < rows; i++) {
      all.add(ids(in, length, width));
    }
    return new Rows(width, all);
  }

  /**
   * Megatron-LM's {@code .idx} and {@code .bin}: magic, version, type, counts of sequences and of
   * document boundaries, lengths, places in bytes, boundaries.
   */
  static Rows megatron(Path idx, Path bin) throws IOException {
    ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(idx)).order(ByteOrder.LITTLE_ENDIAN);
    assertThat(text(in, 9)).isEqualTo("MMIDIDX\0\0");
    assertThat(in.getLong()).isEqualTo(1);
    int type = in.get();
    assertThat(type).isIn(4, 8);
    int width = type == 8 ? 2 : 4;
    int sequences = (int) in.getLong();
    int boundaries = (int) in.getLong();
    assertThat(boundaries).isEqualTo(sequences + 1);
    var lengths = new int[sequences];
    for (int i = 0; i < sequences; i++) {
      lengths[i] = in.getInt();
    }
    ByteBuffer data = ByteBuffer.wrap(Files.readAllBytes(bin)).order(ByteOrder.LITTLE_ENDIAN);
    var all = new ArrayList<List<Integer>>();
    for (int i = 0; i < sequences; i++) {
      data.position((int) in.getLong());
      all.add(ids(data, lengths[i], width));
    }
    assertThat(data.remaining()).isZero();
    for (int i = 0; i < boundaries; i++) {
      assertThat(in.getLong()).isEqualTo(i);
    }
    assertThat(in.remaining()).isZero();
    return new Rows(width, all);
  }

  private static String text(ByteBuffer in, int length) {
    var bytes = new byte[length];
    in.get(bytes);
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private static List<Integer> ids(ByteBuffer in, int count, int width) {
    var ids = new ArrayList<Integer>(count);
    for (int i = 0; i < count; i++) {
      ids.add(width == 2 ? in.getShort() & 0xFFFF : in.getInt());
    }
    return ids;
  }
}
