// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.near;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.millrace.corpus.document.DocumentId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ResidentsTest {
  private static final NearSettings SETTINGS = NearSettings.DEFAULT;

  private static DocumentId id(int n) {
    return new DocumentId(n, 1);
  }

  private static int[] signature(long seed) {
    return new Random(seed).ints(80).toArray();
  }

  private static Resident resident(int n, int[] signature, int band) {
    return Resident.of(id(n), signature, Bands.of(signature, SETTINGS), band);
  }

  /** A signature that shares these bands with that of seed 0, and so many other values. */
  private static int[] sharing(long seed, int others, int... bands) {
    int[] signature = signature(seed);
    for (int band : bands) {
      System.arraycopy(signature(0), 5 * band, signature, 5 * band, 5);
    }
    for (int value = 1, n = 0; n < others; value += 2) {
      if (signature[value] != signature(0)[value] && value % 5 != 0) {
        signature[value] = signature(0)[value];
        n++;
      }
    }
    return signature;
  }

  @Test
  void givenDocumentsThatShareBands_whenTheyMeet_thenOnlyInTheLowest() {
    int[] first = signature(0);
    int[] second = sharing(1, 18, 1, 3, 5, 7, 8, 9, 11);
    for (int band = 0; band < SETTINGS.bands(); band++) {
      ByteString key = Bands.of(first, SETTINGS).key(band);
      boolean meets = List.of(1, 3, 5, 7, 8, 9, 11).contains(band);
      assertThat(key.equals(Bands.of(second, SETTINGS).key(band))).isEqualTo(meets);
      if (meets) {
        Resident one = resident(1, first, band);
        Resident two = resident(2, second, band);
        Residents residents = Residents.NONE.with(one, 16);
        List<DocumentId> partners = residents.partners(two, band, SETTINGS);
        assertThat(partners).isEqualTo(band == 1 ? List.of(id(1)) : List.of());
        assertThat(residents.partners(one, band, SETTINGS)).isEmpty();
        assertThat(Bands.bandOf(key)).isEqualTo(band);
      }
    }
  }

  @Test
  void givenDocumentsThatShareOneBandAlone_whenTheyMeet_thenNotCompared() {
    Residents residents = Residents.NONE.with(resident(1, signature(0), 3), 16);

    assertThat(residents.partners(resident(2, sharing(1, 5, 3), 3), 3, SETTINGS)).isEmpty();
  }

  @Test
  void givenFullKey_whenMoreCome_thenTheOldestHalfAndTheNewestStay() {
    Residents residents = Residents.NONE;
    for (int n = 1; n <= 11; n++) {
      residents = residents.with(resident(n, signature(n), 2), 4);
      residents = Residents.decode(residents.encode(), 2, SETTINGS);
    }

    var ids = new ArrayList<Long>();
    residents.list().forEach(resident -> ids.add(resident.id().high()));
    assertThat(ids).containsExactlyInAnyOrder(1L, 2L, 10L, 11L);
    assertThat(residents.with(resident(1, signature(1), 2), 4)).isSameAs(residents);
  }

  @Test
  void givenDamagedState_whenDecoded_thenRefused() {
    ByteString state = Residents.NONE.with(resident(1, signature(0), 0), 4).encode();

    for (int length = 0; length < state.size(); length++) {
      ByteString cut = state.substring(0, length);
      assertThatThrownBy(() -> Residents.decode(cut, 0, SETTINGS))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(
            () -> Residents.decode(state.concat(ByteString.copyFromUtf8("x")), 0, SETTINGS))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Resident.parse(ByteString.copyFromUtf8("short"), 3, SETTINGS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("resident: 5 bytes (expected: 59)");
  }
}
