// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.cold;

import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.millrace.partition.ColdKeys;
import io.millrace.partition.StateSettings;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.rocksdb.AbstractNativeReference;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.CompressionType;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBufferManager;
import org.rocksdb.WriteOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One RocksDB for the cold keys of all partitions of a node, each under prefixes of its own, which
 * are never used again. Nothing is synced and there is no write-ahead log: it is a cache.
 * Thread-safe.
 */
public final class RocksColdStore implements ColdKeys.Store {
  private static final Logger LOG = LoggerFactory.getLogger(RocksColdStore.class);
  private static final long BUFFER_BYTES_MAX = 16 << 20;
  private static final int OPEN_FILES_MAX = 1_000;
  private static final int BLOOM_BITS = 10;

  private final ColdFolder folder;
  private final List<AbstractNativeReference> parts = new ArrayList<>();
  private final RocksDB db;
  private final WriteOptions write;
  private final Set<RocksColdKeys> open = ConcurrentHashMap.newKeySet();
  private final AtomicLong prefixes = new AtomicLong();

  private RocksColdStore(ColdFolder folder, long cacheBytes) throws RocksDBException {
    this.folder = folder;
    var cache = part(new LRUCache(cacheBytes));
    // A third of the cache may be taken by what is to be written.
    var buffers = part(new WriteBufferManager(cacheBytes / 3, cache));
    var table =
        new BlockBasedTableConfig()
            .setBlockCache(cache)
            .setCacheIndexAndFilterBlocks(true)
            .setPinL0FilterAndIndexBlocksInCache(true)
            .setFilterPolicy(part(new BloomFilter(BLOOM_BITS)));
    var options =
        part(new Options())
            .setCreateIfMissing(true)
            .setErrorIfExists(true)
            .setWriteBufferManager(buffers)
            .setWriteBufferSize(Math.min(BUFFER_BYTES_MAX, cacheBytes / 8))
            .setMaxOpenFiles(OPEN_FILES_MAX)
            .setCompressionType(CompressionType.LZ4_COMPRESSION)
            .setTableFormatConfig(table)
            .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
            .setKeepLogFileNum(1);
    this.write = part(new WriteOptions()).setDisableWAL(true);
    this.db = RocksDB.open(options, folder.data().toString());
  }

  private <T extends AbstractNativeReference> T part(T part) {
    parts.add(part);
    return part;
  }

  /**
   * Opens it, empty, in a folder of its own within the settings' one.
   *
   * @throws MillraceException UNAVAILABLE if the folder cannot be used
   * @throws LinkageError if RocksDB is not on the class path, or not for this system
   */
  public static RocksColdStore open(StateSettings settings) {
    ColdFolder folder = null;
    try {
      RocksDB.loadLibrary();
      folder = ColdFolder.take(settings.folder());
      return new RocksColdStore(folder, settings.diskCache());
    } catch (IOException | RocksDBException e) {
      var failure =
          MillraceException.of(Kind.UNAVAILABLE, "cold keys cannot be kept on disk", e)
              .with("folder", settings.folder())
              .with("cause", e.getMessage());
      closeQuietly(folder);
      throw failure;
    }
  }

  private static void closeQuietly(@Nullable ColdFolder folder) {
    if (folder != null) {
      try {
        folder.close();
      } catch (IOException e) {
        LOG.atWarn().setCause(e).addKeyValue("folder", folder.data()).log("not deleted");
      }
    }
  }

  @Override
  public ColdKeys openKeys() {
    var keys = new RocksColdKeys(this);
    open.add(keys);
    return keys;
  }

  RocksDB db() {
    return db;
  }

  WriteOptions write() {
    return write;
  }

  /** A prefix that was never used. */
  byte[] newPrefix() {
    return ByteBuffer.allocate(Long.BYTES).putLong(prefixes.getAndIncrement()).array();
  }

  void closed(RocksColdKeys keys) {
    open.remove(keys);
  }

  /** Ends it; the folder is empty then. What still uses it fails from now on. */
  @Override
  public void close() {
    List.copyOf(open).forEach(RocksColdKeys::close);
    db.close();
    for (int i = parts.size() - 1; i >= 0; i--) {
      parts.get(i).close();
    }
    closeQuietly(folder);
  }
}
