// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.near;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;

/**
 * The documents that a band's key holds for later ones to be compared with. Once it is full, the
 * older half stays and the newest take turns in the other half: a cluster is found by its first
 * documents, and neighbours in the input by each other. Immutable.
 *
 * @param band the key's band
 * @param turn how many documents took a place in a full half
 * @param list in the order of their places
 */
public record Residents(int band, long turn, List<Resident> list) {
  private static final int VERSION = 1;

  public Residents {
    list = List.copyOf(list);
  }

  /** Nobody yet. */
  public static Residents none(int band) {
    return new Residents(band, 0, List.of());
  }

  /**
   * Those with whom a new document is to be compared: nobody whom it met in a band below, and not
   * itself.
   */
  public List<DocId> partners(Resident newcomer) {
    DocId self = newcomer.id();
    var found = new ArrayList<DocId>();
    for (Resident resident : list) {
      if (!newcomer.hasMetBefore(resident) && !resident.id().equals(self)) {
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
      return new Residents(band, turn, all);
    }
    int stay = max / 2;
    all.set(stay + (int) (turn % (max - stay)), newcomer);
    return new Residents(band, turn + 1, all);
  }

  /** The state of the band's key. */
  public ByteString encode() {
    var out = new ByteWriter(VERSION).count(turn);
    ByteString all = ByteString.EMPTY;
    for (Resident resident : list) {
      all = all.concat(resident.bytes());
    }
    return out.bytes(all).done();
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @throws IllegalArgumentException if the bytes are something else
   */
  public static Residents decode(int band, ByteString state) {
    var in = new ByteReader("residents", state);
    int version = in.first();
    if (version != VERSION) {
      throw new IllegalArgumentException(
          "residents: version " + version + " (expected: " + VERSION + ")");
    }
    long turn = in.count();
    ByteString all = in.bytes();
    in.end();
    int size = Resident.size(band);
    if (all.size() % size != 0) {
      throw new IllegalArgumentException(
          "residents: " + all.size() + " bytes (expected: a multiple of " + size + ")");
    }
    var list = new ArrayList<Resident>(all.size() / size);
    for (int at = 0; at < all.size(); at += size) {
      list.add(new Resident(all.substring(at, at + size)));
    }
    return new Residents(band, turn, list);
  }
}
