// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.model.MillraceException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init")
class ResultFileTest {
  @TempDir Path folder;

  @Test
  void givenResult_whenWrittenAndRead_thenNothingIsLost() throws Exception {
    SuiteResult result = Samples.ingest();

    Path file = ResultFile.write(result, folder.resolve("new"));

    assertThat(file).hasFileName("ingest.json");
    assertThat(ResultFile.read(file)).isEqualTo(result);
  }

  @Test
  void givenResult_whenOtherProgramsReadIt_thenWhatWasMadeOfTheRoundsIsThere() throws Exception {
    Path file = ResultFile.write(Samples.ingest(), folder);

    JsonNode rows = new ObjectMapper().readTree(file.toFile()).path("results").path(1);

    assertThat(rows.path("contender").asText()).isEqualTo("rows");
    assertThat(rows.path("records-per-second").path("median").asDouble()).isEqualTo(200);
    assertThat(rows.path("records-per-second").path("min").asDouble()).isEqualTo(125);
    assertThat(rows.path("millrace-to-this").asDouble()).isEqualTo(12.5);
    assertThat(rows.path("share-of-limit").asDouble()).isEqualTo(0.02);
    assertThat(rows.has("cpu-seconds-per-million")).isFalse();
  }

  @Test
  void givenFolder_whenAllAreRead_thenInOrderOfTheirNames() throws Exception {
    ResultFile.write(Samples.ingest(), folder);
    Files.writeString(folder.resolve("index.html"), "<p>no result</p>");

    assertThat(ResultFile.readAll(folder)).containsExactly(Samples.ingest());
    assertThat(ResultFile.readAll(folder.resolve("none"))).isEqualTo(List.of());
  }

  @Test
  void givenAnotherFile_whenRead_thenItIsNamed() throws Exception {
    Path file = Files.writeString(folder.resolve("other.json"), "{\"suite\": \"x\"}");

    assertThatThrownBy(() -> ResultFile.read(file))
        .isInstanceOf(MillraceException.class)
        .hasMessageContaining("other.json")
        .hasMessageContaining("\"format\": 1");
  }
}
