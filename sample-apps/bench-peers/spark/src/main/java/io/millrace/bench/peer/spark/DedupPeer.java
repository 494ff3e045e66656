// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.peer.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.substring_index;

import io.millrace.bench.peer.Peer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.ml.feature.HashingTF;
import org.apache.spark.ml.feature.MinHashLSH;
import org.apache.spark.ml.feature.NGram;
import org.apache.spark.ml.feature.RegexTokenizer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;

/**
 * Removes near duplicates as Spark's documentation shows it: words, runs of words, hashed into
 * vectors, {@code MinHashLSH.approxSimilarityJoin} of the documents with themselves. What belongs
 * together is found on the driver, and the lowest of each cluster is written out.
 */
final class DedupPeer implements Peer {
  private static final int SHINGLE_WORDS = 5;
  private static final double DISTANCE_MAX = 0.2;
  private static final int TABLES = 4;
  private static final int FEATURES = 1 << 26;
  private static final long SEED = 1;
  private static final double NANO = 1e-9;

  private final Path folder;
  private final Path documents;
  private final int threads = Runtime.getRuntime().availableProcessors();
  private final SparkSession spark;

  /**
   * Starts Spark in this process.
   *
   * @param folder gets its files for the time being, and its output
   * @param documents holds the documents of each seed
   */
  DedupPeer(Path folder, Path documents) {
    this.folder = folder;
    this.documents = documents;
    this.spark =
        SparkSession.builder()
            .appName("millrace-bench-dedup")
            .master("local[" + threads + "]")
            .config("spark.ui.enabled", false)
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.local.dir", folder.resolve("local").toString())
            .config("spark.sql.warehouse.dir", folder.resolve("warehouse").toString())
            .config("spark.sql.shuffle.partitions", 2L * threads)
            .getOrCreate();
    spark.sparkContext().setLogLevel("WARN");
  }

  @Override
  public Map<String, String> settings() {
    var settings = new LinkedHashMap<String, String>();
    settings.put("master", "local[" + threads + "], as many threads as processors; 2 GB of heap");
    settings.put(
        "shuffle.partitions", 2 * threads + " (default 200): two a thread, as few machines as one");
    settings.put("ui", "off");
    settings.put("shingles", "RegexTokenizer (letters and digits, lower case), NGram of 5");
    settings.put(
        "HashingTF",
        FEATURES + " features (default 262,144), so that few shingles fall together; binary");
    settings.put(
        "numHashTables",
        TABLES
            + " (default 1): a table is one MinHash value, and 1 - 0.2^4 = 0.998 of the pairs at"
            + " Jaccard 0.8 share one, as of Millrace's 16 bands of 5");
    settings.put("approxSimilarityJoin", "distance up to 0.2, exact Jaccard of those that share one");
    settings.put("clusters", "union-find on the driver; the lowest document of each stays");
    return settings;
  }

  @Override
  public Map<String, Double> round(Map<String, String> load) throws IOException {
    int count = Integer.parseInt(load.get("records"));
    Path input = documents.resolve("documents-" + load.get("seed") + ".jsonl");
    long start = System.nanoTime();
    Dataset<Row> texts =
        spark
            .read()
            .schema("id STRING, text STRING")
            .json(input.toString())
            .withColumn("n", substring_index(col("id"), "-", -1).cast("int"));
    List<int[]> pairs = pairs(texts);
    int kept = write(texts, pairs, count);
    double seconds = (System.nanoTime() - start) * NANO;
    var lines = new ArrayList<String>();
    pairs.forEach(pair -> lines.add(pair[0] + " " + pair[1]));
    Files.write(folder.resolve("pairs.txt"), lines);
    var figures = new LinkedHashMap<String, Double>();
    figures.put("records", (double) count);
    figures.put("seconds", seconds);
    figures.put("kept", (double) kept);
    return figures;
  }

  private List<int[]> pairs(Dataset<Row> texts) {
    var words =
        new RegexTokenizer()
            .setInputCol("text")
            .setOutputCol("words")
            .setPattern("[\\p{L}\\p{M}\\p{N}]+")
            .setGaps(false);
    var shingles = new NGram().setN(SHINGLE_WORDS).setInputCol("words").setOutputCol("shingles");
    var vectors =
        new HashingTF()
            .setInputCol("shingles")
            .setOutputCol("features")
            .setNumFeatures(FEATURES)
            .setBinary(true);
    Dataset<Row> cut =
        shingles.transform(words.transform(texts)).filter(size(col("shingles")).gt(0));
    Dataset<Row> features =
        vectors.transform(cut).select("n", "features").persist(StorageLevel.MEMORY_AND_DISK());
    try {
      var model =
          new MinHashLSH()
              .setInputCol("features")
              .setOutputCol("hashes")
              .setNumHashTables(TABLES)
              .setSeed(SEED)
              .fit(features);
      // The join keeps what is below the distance, not what is at it.
      return model
          .approxSimilarityJoin(features, features, Math.nextUp(DISTANCE_MAX), "distance")
          .filter(col("datasetA.n").lt(col("datasetB.n")))
          .select(col("datasetA.n").as("a"), col("datasetB.n").as("b"))
          .collectAsList()
          .stream()
          .map(row -> new int[] {row.getInt(0), row.getInt(1)})
          .toList();
    } finally {
      features.unpersist(true);
    }
  }

  /** Writes the lowest document of each cluster. */
  private int write(Dataset<Row> texts, List<int[]> pairs, int count) {
    var parents = new int[count];
    for (int i = 0; i < count; i++) {
      parents[i] = i;
    }
    for (int[] pair : pairs) {
      int a = root(parents, pair[0]);
      int b = root(parents, pair[1]);
      parents[Math.max(a, b)] = Math.min(a, b);
    }
    var gone = new ArrayList<Integer>();
    for (int i = 0; i < count; i++) {
      if (parents[i] != i) {
        gone.add(i);
      }
    }
    Dataset<Row> leaving = spark.createDataset(gone, Encoders.INT()).toDF("n");
    texts
        .join(leaving, texts.col("n").equalTo(leaving.col("n")), "left_anti")
        .select("n", "text")
        .write()
        .mode("overwrite")
        .json(folder.resolve("kept").toString());
    return count - gone.size();
  }

  private static int root(int[] parents, int document) {
    int at = document;
    while (parents[at] != at) {
      parents[at] = parents[parents[at]];
      at = parents[at];
    }
    return at;
  }

  @Override
  public void close() {
    spark.stop();
  }
}
