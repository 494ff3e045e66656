// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.suite.codec;

import com.google.protobuf.ByteString;
import io.millrace.model.Fields;
import io.millrace.model.ResultRecord;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Records to measure blocks with: made up by a seed, or out of the jars of the class path. */
public enum BlockData {
  /** Events as lines of JSON, about 200 bytes. */
  JSON("json") {
    @Override
    public List<ResultRecord> results(int count) {
      return made(count, BlockData::json);
    }
  },
  /** Lines of a web server's log, combined format. */
  ACCESS("access-log") {
    @Override
    public List<ResultRecord> results(int count) {
      return made(count, BlockData::access);
    }
  },
  /** Names of classes, as keys, with the size of each as value. */
  CLASSES("class-names") {
    @Override
    public List<ResultRecord> results(int count) throws IOException {
      return fromJars(count, ".class", false);
    }
  },
  /** Texts: lines of licences, notices, properties, XML and Markdown. */
  TEXTS("text-lines") {
    @Override
    public List<ResultRecord> results(int count) throws IOException {
      return fromJars(count, ".txt .md .properties .xml .html LICENSE NOTICE DEPENDENCIES", true);
    }
  };

  private static final long START_MS = 1_717_000_000_000L;
  private static final String[] ACTIONS = {"view", "view", "view", "click", "cart", "purchase"};
  private static final String[] COUNTRIES = {"DE", "US", "US", "GB", "FR", "IN", "BR", "JP"};
  private static final String[] AGENTS = {
    "Mozilla/5.0 (X11; Linux x86_64; rv:126.0) Gecko/20100101 Firefox/126.0",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/125.0.0.0 Safari/537.36",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148",
    "curl/8.5.0",
    "Mozilla/5.0 (compatible; bot/2.1; +http://www.example.com/bot.html)"
  };
  private static final int[] STATUSES = {200, 200, 200, 200, 200, 304, 302, 404, 500};
  private static final DateTimeFormatter LOG_TIME =
      DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final String label;

  BlockData(String label) {
    this.label = label;
  }

  /** Names it in tables. */
  public String label() {
    return label;
  }

  /** So many results, or as many as there are. */
  public abstract List<ResultRecord> results(int count) throws IOException;

  /** One block's results in the order in which they would come: made ones by time, texts by key. */
  public List<ResultRecord> ordered(List<ResultRecord> results) {
    var sorted = new ArrayList<>(results);
    sorted.sort(
        this == CLASSES || this == TEXTS
            ? Comparator.comparing(r -> r.key().toStringUtf8())
            : Comparator.comparing(ResultRecord::eventTimeMs));
    return sorted;
  }

  private interface Maker {
    String make(Random random, int i, long timeMs);
  }

  private static List<ResultRecord> made(int count, Maker maker) {
    var random = new Random(7);
    var list = new ArrayList<ResultRecord>(count);
    long timeMs = START_MS;
    for (int i = 0; i < count; i++) {
      timeMs += random.nextInt(80);
      list.add(
          new ResultRecord(
              "",
              ByteString.copyFromUtf8("user-" + skewed(random, 100_000)),
              ByteString.copyFromUtf8(maker.make(random, i, timeMs)),
              timeMs,
              Fields.EMPTY));
    }
    return list;
  }

  /** Few are frequent, many are rare. */
  private static int skewed(Random random, int most) {
    return (int) (most * Math.pow(random.nextDouble(), 3));
  }

  private static String json(Random random, int i, long timeMs) {
    return String.format(
        Locale.ROOT,
        "{\"event_id\":%d,\"time\":\"%s\",\"user\":\"user-%d\",\"action\":\"%s\",\"page\":\"/shop/%d/"
            + "item/%d\",\"price\":%.2f,\"quantity\":%d,\"country\":\"%s\",\"mobile\":%b,\"latency_ms\":%d}",
        10_000_000L + i,
        Instant.ofEpochMilli(timeMs),
        skewed(random, 100_000),
        ACTIONS[random.nextInt(ACTIONS.length)],
        skewed(random, 40),
        skewed(random, 5_000),
        random.nextInt(50_000) / 100.0,
        1 + skewed(random, 9),
        COUNTRIES[random.nextInt(COUNTRIES.length)],
        random.nextInt(3) == 0,
        3 + skewed(random, 900));
  }

  private static String access(Random random, int i, long timeMs) {
    return String.format(
        Locale.ROOT,
        "%d.%d.%d.%d - - [%s] \"%s /shop/%d/item/%d?ref=%d HTTP/1.1\" %d %d \"https://www.example.com/"
            + "shop/%d\" \"%s\"",
        10 + random.nextInt(3) * 80,
        random.nextInt(256),
        random.nextInt(256),
        random.nextInt(256),
        LOG_TIME.format(Instant.ofEpochMilli(timeMs)),
        random.nextInt(10) == 0 ? "POST" : "GET",
        skewed(random, 40),
        skewed(random, 5_000),
        random.nextInt(1_000),
        STATUSES[random.nextInt(STATUSES.length)],
        200 + skewed(random, 60_000),
        skewed(random, 40),
        AGENTS[skewed(random, AGENTS.length)]);
  }

  /**
   * Entries of the class path's jars whose names end in one of these: their sizes or their lines.
   */
  private static List<ResultRecord> fromJars(int count, String endings, boolean lines)
      throws IOException {
    var list = new ArrayList<ResultRecord>();
    String[] jars = System.getProperty("java.class.path").split(File.pathSeparator);
    java.util.Arrays.sort(jars);
    for (String jar : jars) {
      if (!jar.endsWith(".jar") || !new File(jar).isFile()) {
        continue;
      }
      try (var zip = new ZipFile(jar)) {
        for (ZipEntry entry : zip.stream().filter(e -> matches(e, endings)).toList()) {
          if (list.size() >= count) {
            return list;
          }
          if (lines) {
            addLines(zip, entry, list);
          } else {
            add(list, entry.getName(), ByteString.copyFromUtf8(Long.toString(entry.getSize())));
          }
        }
      }
    }
    return list;
  }

  private static boolean matches(ZipEntry entry, String endings) {
    for (String ending : endings.split(" ")) {
      if (entry.getName().endsWith(ending)) {
        return true;
      }
    }
    return false;
  }

  private static void addLines(ZipFile zip, ZipEntry entry, List<ResultRecord> list)
      throws IOException {
    try (InputStream in = zip.getInputStream(entry)) {
      int number = 0;
      for (String line : ByteString.readFrom(in).toStringUtf8().split("\n")) {
        add(
            list,
            String.format(Locale.ROOT, "%s:%05d", entry.getName(), number++),
            ByteString.copyFromUtf8(line + "\n"));
      }
    }
  }

  private static void add(List<ResultRecord> list, String key, ByteString value) {
    list.add(new ResultRecord("", ByteString.copyFromUtf8(key), value, START_MS, Fields.EMPTY));
  }
}
