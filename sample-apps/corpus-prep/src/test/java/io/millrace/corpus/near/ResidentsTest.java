// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.near;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ResidentsTest {
  private static final NearSettings SETTINGS = NearSettings.DEFAULT;

  private static DocId id(int n) {
    return new DocId(n, 1);
  }

  private static int[] signature(long seed) {
    return new Random(seed).ints(80).toArray();
  }

  /** A signature that shares these bands with that of seed 0, and nothing else. */
  private static Bands bands(long seed, int... shared) {
    int[] signature = signature(seed);
    for (int band : shared) {
      System.arraycopy(signature(0), 5 * band, signature, 5 * band, 5);
    }
    return Bands.of(signature, SETTINGS);
  }

  @Test
  void givenDocumentsThatShareBands_whenTheyMeet_thenOnlyInTheLowest() {
    Bands first = bands(0);
    Bands second = bands(1, 3, 7, 9);

    for (int band = 0; band < first.count(); band++) {
      boolean meets = band == 3 || band == 7 || band == 9;
      assertThat(first.key(band).equals(second.key(band))).isEqualTo(meets);
      if (meets) {
        Residents residents =
            Residents.none(band).with(Resident.of(id(1), first, band), 16);
        List<DocId> partners = residents.partners(Resident.of(id(2), second, band));
        assertThat(partners).isEqualTo(band == 3 ? List.of(id(1)) : List.of());
        assertThat(residents.partners(Resident.of(id(1), first, band))).isEmpty();
        assertThat(Bands.bandOf(first.key(band))).isEqualTo(band);
      }
    }
  }

  @Test
  void givenFullKey_whenMoreCome_thenTheOldestHalfAndTheNewestStay() {
    Bands bands = bands(0);
    Residents residents = Residents.none(2);
    for (int n = 1; n <= 11; n++) {
      residents = residents.with(Resident.of(id(n), bands, 2), 4);
      residents = Residents.decode(2, residents.encode());
    }

    var ids = new ArrayList<Long>();
    residents.list().forEach(resident -> ids.add(resident.id().high()));
    assertThat(ids).containsExactlyInAnyOrder(1L, 2L, 10L, 11L);
    assertThat(residents.with(Resident.of(id(1), bands, 2), 4)).isSameAs(residents);
  }

  @Test
  void givenDamagedState_whenDecoded_thenRefused() {
    ByteString state = Residents.none(0).with(Resident.of(id(1), bands(0), 0), 4).encode();

    assertThatThrownBy(() -> Residents.decode(1, state))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("residents: 16 bytes (expected: a multiple of 18)");
    for (int length = 0; length < state.size(); length++) {
      ByteString cut = state.substring(0, length);
      assertThatThrownBy(() -> Residents.decode(0, cut))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
