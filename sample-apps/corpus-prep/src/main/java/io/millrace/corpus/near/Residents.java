// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.near;

import com.google.protobuf.ByteString;
import io.millrace.corpus.document.DocumentId;
import java.util.ArrayList;
import java.util.List;

/**
 * The documents that a band's key holds for later ones to be compared with. Once it is full, the
 * older half stays and the newest take turns in the other half: a cluster is found by its first
 * documents, and neighbours in the input by each other. Immutable.
 *
 * @param turn how many documents took a place in a full half
 * @param list in the order of their places
 */
public record Residents(long turn, List<Resident> list) {
  /** Nobody yet. */
  public static final Residents NONE = new Residents(0, List.of());

  private static final int VERSION = 1;

  public Residents {
    list = List.copyOf(list);
  }

  /**
   * Those with whom a new document is to be compared: nobody whom it meets in a band below, nobody
   * who is too different by all that can be seen here, and not itself.
   *
   * @param band the key's band
   */
  public List<DocumentId> partners(Resident newcomer, int band, NearSettings settings) {
    DocumentId self = newcomer.id();
    var found = new ArrayList<DocumentId>();
    for (Resident resident : list) {
      if (newcomer.isFirstMeeting(resident, band, settings) && !resident.id().equals(self)) {
        found.add(resident.id());
      }
    }
    return found;
  }

  /** The same with one more, of whom one goes if it is full; unchanged if it is there already. */
  public Residents with(Resident newcomer, int max) {
    if (list.contains(newcomer)) {
      return this;
    }
    var all = new ArrayList<>(list);
    if (all.size() < max) {
      all.add(newcomer);
      return new Residents(turn, all);
    }
    int stay = max / 2;
    all.set(stay + (int) (turn % (max - stay)), newcomer);
    return new Residents(turn + 1, all);
  }

  /** The state of the band's key. */
  public ByteString encode() {
    var out = new ByteWriter(VERSION).count(turn).count(list.size());
    list.forEach(resident -> out.raw(resident.bytes()));
    return out.done();
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @throws IllegalArgumentException if the bytes are something else
   */
  public static Residents decode(ByteString state, int band, NearSettings settings) {
    var in = new ByteReader("residents", state);
    int version = in.first();
    if (version != VERSION) {
      throw new IllegalArgumentException(
          "residents: version " + version + " (expected: " + VERSION + ")");
    }
    long turn = in.count();
    int count = in.size(NearSettings.RESIDENTS_MAX);
    var list = new ArrayList<Resident>(count);
    for (int i = 0; i < count; i++) {
      list.add(new Resident(in.raw(Resident.size(band, settings))));
    }
    in.end();
    return new Residents(turn, list);
  }
}
