// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.token;

import io.millrace.corpus.document.DocumentId;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of documents, each stored once per tokenizer, in a folder of files that never change:
 * {@code NAME-HASH/tokens-000000.mrt}. A run adds files; one that is killed loses the file it was
 * writing, no other. One process at a time. Not thread-safe.
 *
 * <p>Memory: about 40 bytes a document, and what {@link #CACHE_TOKENS_MAX} says.
 */
public final class TokenStore implements Closeable {
  /** Most tokens of blocks that are held decoded, unless one block has more; 4 bytes each. */
  static final int CACHE_TOKENS_MAX = 32 << 20;

  /** A file is finished, and another begun, when it has so many bytes. */
  static final long FILE_BYTES_FULL = 64L << 20;

  private static final String FILE_PATTERN = "tokens-\\d{6}\\.mrt";
  private static final int HASH_DIGITS = 16;

  private final Path folder;
  private final Tokenizer tokenizer;
  private final FileChannel lock;
  private final DocumentTable documents = new DocumentTable();
  private final List<TokenFile.Place> blocks = new ArrayList<>();
  private final TokenBlock.Builder builder = new TokenBlock.Builder();
  private final Map<Integer, int[]> cache = new LinkedHashMap<>(16, 0.75f, true);
  private long cachedTokens;
  private int files;
  private @Nullable TokenFile writing;

  private TokenStore(Path folder, Tokenizer tokenizer, FileChannel lock) {
    this.folder = folder;
    this.tokenizer = tokenizer;
    this.lock = lock;
  }

  /**
   * Opens what is stored for a tokenizer, or begins it.
   *
   * @param root holds a folder per tokenizer
   * @throws MillraceException BUSY if another process has it open; CORRUPT if a file is not as it
   *     was written
   */
  public static TokenStore open(Path root, Tokenizer tokenizer) throws IOException {
    String name = tokenizer.name().replaceAll("[^A-Za-z0-9._-]", "_");
    String hash = tokenizer.definitionHash().substring(0, HASH_DIGITS);
    Path folder = Files.createDirectories(root.resolve(name + "-" + hash));
    var store = new TokenStore(folder, tokenizer, Folders.lock(folder));
    try {
      store.read();
    } catch (IOException | RuntimeException e) {
      store.close();
      throw e;
    }
    return store;
  }

  private void read() throws IOException {
    for (Path file : Folders.files(folder)) {
      String name = String.valueOf(file.getFileName());
      if (name.endsWith(TokenFile.PART)) {
        Files.delete(file); // of a run that was killed
      } else if (name.matches(FILE_PATTERN)) {
        TokenFile.scan(file, tokenizer.definitionHash(), this::know);
        files = Integer.parseInt(name.replaceAll("\\D", "")) + 1;
      }
    }
  }

  private void know(TokenFile.Place place, TokenBlock.Head head) {
    int start = 0;
    for (int i = 0; i < head.counts().length; i++) {
      var id = new DocumentId(head.ids()[2 * i], head.ids()[2 * i + 1]);
      if (documents.find(id) < 0) {
        documents.add(id, blocks.size(), start, head.counts()[i]);
      }
      start += head.counts()[i];
    }
    blocks.add(place);
  }

  /** How many documents it knows. */
  public int size() {
    return documents.size();
  }

  /** A document's number in this store, from 0, or -1 if it is not there. */
  public int find(DocumentId id) {
    return documents.find(id);
  }

  /** The id of a document by its number. */
  public DocumentId id(int number) {
    return documents.id(number);
  }

  /** How many tokens a document has, by its number. */
  public int tokens(int number) {
    return documents.count(number);
  }

  /**
   * Adds a document that is not there yet. Its tokens can be read after {@link #flush}.
   *
   * @return its number
   */
  public int add(DocumentId id, TokenBuffer tokens) throws IOException {
    if (find(id) >= 0) {
      throw new IllegalArgumentException("document is stored already: " + id);
    }
    if (builder.isFullFor(tokens.size())) {
      appendBlock();
    }
    int start = builder.tokens();
    builder.add(id, tokens);
    return documents.add(id, blocks.size(), start, tokens.size());
  }

  private void appendBlock() throws IOException {
    TokenFile file = writing;
    if (file == null) {
      Path path = folder.resolve(String.format(Locale.ROOT, "tokens-%06d.mrt", files));
      file = TokenFile.create(path, tokenizer.definitionHash());
      writing = file;
      files++;
    }
    long offset = file.bytes();
    int tokens = builder.tokens();
    byte[] block = builder.build();
    file.append(block);
    blocks.add(TokenFile.place(file.file(), offset, block, tokens));
    if (file.bytes() >= FILE_BYTES_FULL) {
      file.finish();
      writing = null;
    }
  }

  /** Makes all that was added durable and readable. */
  public void flush() throws IOException {
    if (!builder.isEmpty()) {
      appendBlock();
    }
    TokenFile file = writing;
    if (file != null) {
      file.finish();
      writing = null;
    }
  }

  /** Bytes of all files. */
  public long storedBytes() throws IOException {
    long bytes = 0;
    for (Path file : Folders.files(folder)) {
      bytes += Files.size(file);
    }
    return bytes;
  }

  /**
   * Appends some tokens of a document.
   *
   * @param number the document's
   * @param from first token, inclusive
   * @param to last, exclusive
   * @throws MillraceException CORRUPT if they are not as they were written
   */
  public void read(int number, int from, int to, TokenBuffer into) throws IOException {
    int[] tokens = block(documents.block(number));
    int start = documents.start(number);
    into.addAll(tokens, start + from, start + to);
  }

  private int[] block(int block) throws IOException {
    int[] known = cache.get(block);
    if (known != null) {
      return known;
    }
    if (block >= blocks.size()) {
      throw MillraceException.of(Kind.BUG, "tokens are read before they are flushed")
          .with("block", block);
    }
    int[] tokens = blocks.get(block).read();
    cache.put(block, tokens);
    cachedTokens += tokens.length;
    var oldest = cache.entrySet().iterator();
    while (cachedTokens > CACHE_TOKENS_MAX && cache.size() > 1) {
      cachedTokens -= oldest.next().getValue().length;
      oldest.remove();
    }
    return tokens;
  }

  /** Lets others in. What was not flushed is lost. */
  @Override
  public void close() throws IOException {
    TokenFile file = writing;
    if (file != null) {
      file.close();
      writing = null;
    }
    lock.close();
  }
}
