// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus;

import com.google.protobuf.ByteString;
import io.millrace.client.MillraceClient;
import io.millrace.corpus.document.DocumentId;
import io.millrace.corpus.near.Message.TakeDown;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.millrace.v1.PositionsResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Takes documents down for good. The producer is named for the documents and the reason, and its
 * first record notes how far the job was: the same command again, after whatever end, sends what is
 * known already, and tells the difference from where it first began. One use, by one thread.
 */
final class Takedown {
  /** Names in one query. */
  private static final int NAMES_MAX = 100;

  private final MillraceClient client;
  private final LedgerQueries ledger;
  private final String reason;

  /**
   * For one reason.
   *
   * @param client with {@link CorpusRun#clientSettings}
   */
  Takedown(MillraceClient client, String reason) {
    this.client = client;
    this.ledger = new LedgerQueries(client);
    this.reason = reason;
  }

  /**
   * Who is meant.
   *
   * @param ids documents by their ids
   * @param names paths or URLs, of kept documents, of removed ones, and of twins
   * @throws MillraceException NOT_FOUND naming those that nobody is called
   */
  SortedSet<DocumentId> resolve(List<DocumentId> ids, List<String> names) {
    var found = new TreeSet<>(ids);
    NewestDecisions known = NewestDecisions.of(ledger, Set.copyOf(ids));
    var missing = new ArrayList<String>();
    ids.stream().filter(id -> known.of(id).isEmpty()).forEach(id -> missing.add(id.toString()));
    for (int from = 0; from < names.size(); from += NAMES_MAX) {
      List<String> some = names.subList(from, Math.min(names.size(), from + NAMES_MAX));
      Set<String> left = new LinkedHashSet<>(some);
      ledger.eachNamed(
          some,
          (id, name) -> {
            if (some.contains(name)) {
              found.add(id);
              left.remove(name);
            }
          });
      missing.addAll(left);
    }
    if (!missing.isEmpty()) {
      throw MillraceException.of(Kind.NOT_FOUND, "no such document")
          .with("names", String.join(", ", missing.subList(0, Math.min(10, missing.size()))))
          .with("missing", missing.size())
          .with("expected", "ids, paths or URLs of documents that were submitted");
    }
    return found;
  }

  /**
   * Takes them down, and returns when the job has come to rest.
   *
   * @throws MillraceException if the service cannot take it, or does not come to rest
   */
  TakedownManifest run(SortedSet<DocumentId> ids) {
    String name = name(ids);
    try (Feedback feedback = Feedback.start(client, name)) {
      feedback.settle();
      submit(name, ids);
      feedback.settle();
    }
    ByteString noted = Rest.note(client, ByteString.copyFromUtf8(name)).orElseThrow();
    List<String> before = List.of(noted.toStringUtf8().split("\n", -1));
    PositionsResponse now = ResultPages.positions(client);
    return TakedownManifest.read(ledger, reason, ids, before, now);
  }

  /** Sends all; what was sent before, under the same name, has no effect. */
  void submit(String name, SortedSet<DocumentId> ids) {
    String before = String.join("\n", ResultPages.text(ResultPages.positions(client)));
    ByteString takeDown = new TakeDown(reason).encode();
    Submission.run(
        client,
        name,
        session -> {
          session.submit(
              ByteString.copyFromUtf8(name), new Note(ByteString.copyFromUtf8(before)).encode());
          ids.forEach(id -> session.submit(id.bytes(), takeDown));
        });
  }

  /** Says what was asked, in whatever order. */
  String name(SortedSet<DocumentId> ids) {
    ByteString all = ByteString.copyFromUtf8(reason);
    for (DocumentId id : ids) {
      all = all.concat(id.bytes());
    }
    return "takedown/" + HexFormat.of().formatHex(Fingerprint.of(all).toByteArray());
  }

  /** The last block of each partition, by number. */
  static Map<Integer, Long> ends(List<String> positions) {
    var ends = new HashMap<Integer, Long>();
    for (String position : positions) {
      int colon = position.indexOf(':');
      ends.put(
          Integer.parseInt(position.substring(0, colon)),
          Long.parseLong(position.substring(position.lastIndexOf('-') + 1)));
    }
    return ends;
  }
}
