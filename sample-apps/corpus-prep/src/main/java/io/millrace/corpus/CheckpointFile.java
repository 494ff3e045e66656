// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.corpus.read.InputListing;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/** Where the newest checkpoint of a run lies. It is never needed: without it all is read again. */
final class CheckpointFile {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;
  private final String producer;
  private final String input;

  private CheckpointFile(Path file, String producer, String input) {
    this.file = file;
    this.producer = producer;
    this.input = input;
  }

  /** The file of an input that is read as this producer. */
  static CheckpointFile of(Path file, String producer, InputListing listing) {
    return new CheckpointFile(file.toAbsolutePath(), producer, listing.hash());
  }

  /** Where it lies unless somebody says otherwise. */
  static Path standard(String producer) {
    return Path.of(".millrace", "corpus", producer.replaceAll("[^-\\w.]", "_") + ".json");
  }

  String producer() {
    return producer;
  }

  String input() {
    return input;
  }

  /** The newest checkpoint of this producer and input; one that cannot be read is none. */
  Optional<RunCheckpoint> read() {
    try {
      RunCheckpoint found = JSON.readValue(Files.readAllBytes(file), RunCheckpoint.class);
      return Optional.ofNullable(found)
          .filter(c -> c.producer().equals(producer) && c.input().equals(input));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (JsonProcessingException e) {
      // Cut short by a crash, or by another version: the input is read from its beginning.
      return Optional.empty();
    } catch (IOException e) {
      throw failure("read", e);
    }
  }

  /** Puts a checkpoint in the place of the one before, whole or not at all. */
  void write(RunCheckpoint checkpoint) {
    try {
      Files.createDirectories(file.getParent());
      // Of its own: another run of the same input may write at the same time.
      Path fresh = Files.createTempFile(file.getParent(), file.getFileName() + ".", ".new");
      Files.write(fresh, JSON.writeValueAsBytes(checkpoint));
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw failure("written", e);
    }
  }

  /** The run is over. */
  void delete() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw failure("deleted", e);
    }
  }

  private MillraceException failure(String what, IOException e) {
    return MillraceException.of(Kind.CALLER, "the run's progress cannot be " + what, e)
        .with("file", file)
        .with("cause", e)
        .with("expected", "a file in a folder that may be written; --progress names another");
  }
}
