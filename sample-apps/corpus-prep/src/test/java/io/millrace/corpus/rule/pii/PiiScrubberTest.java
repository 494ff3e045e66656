// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.rule.pii;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.corpus.rule.Texts;
import java.util.EnumSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is taken out of a text, and what looks like it and stays. */
class PiiScrubberTest {
  private static final PiiScrubber SCRUBBER = scrubber("");
  private static final PiiScrubber AMERICAN = scrubber("US");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Write to jane.doe+x@mail.example.org.|Write to <EMAIL>.",
        "<a_b%c@x-y.co>, mailto:q@w.info?|<<EMAIL>>, mailto:<EMAIL>?",
        "not a@b, a@b.c, @x.org, a.@x.org, a@.org, a@b.c1|=",
        "Server 8.8.8.8, not 10.1.2.3 nor 127.0.0.1.|Server <IPV4>, not 10.1.2.3 nor 127.0.0.1.",
        "1.2.3, 1.2.3.4.5, 1.2.3.256, v1.2.3.4, 192.168.1.1, 172.20.0.1, 169.254.1.1|=",
        "at 2606:4700::6810:85e5, 2a00:1450:4001:82a:0:0:0:200e: ok|at <IPV6>, <IPV6>: ok",
        "::1, fe80::1, 2001:db8::1, 12:30:45, std::vector, abc::def, 00:1a:2b:3c:4d:5e|=",
        "v6 2606:4700::1.1.1.1 of both|v6 <IPV6> of both",
        "Card 4111 1111 1111 1111 or 378282246310005.|Card <CARD> or <CARD>.",
        "5555-5555-5555-4444|<CARD>",
        "4111 1111 1111 1112, 1234567890123452, x4111111111111111|=",
        "IBAN DE89 3704 0044 0532 0130 00 or GB82WEST12345698765432.|IBAN <IBAN> or <IBAN>.",
        "DE89 3704 0044 0532 0130 01, XX82WEST12345698765432, GB82WEST1234569876543|=",
        "Call +49 30 901820 or +1 (650) 253-0000.|Call <PHONE> or <PHONE>.",
        "+1 2 3, C+1234567890, 650-253-0000|=",
      })
  void givenText_whenScrubbed_thenTokensStandForWhatTellsOfAPerson(String text, String expected) {
    String scrubbed = SCRUBBER.scrub(text).text();

    assertThat(scrubbed).isEqualTo(expected.equals("=") ? text : expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Call (650) 253-0000 or 650-253-0000.|Call <PHONE> or <PHONE>.",
        "On 2024-01-15 we sold 6502530000 of 123-456-7890.|=",
      })
  void givenARegion_whenScrubbed_thenItsNumbersGoWithoutPlus(String text, String expected) {
    assertThat(AMERICAN.scrub(text).text()).isEqualTo(expected.equals("=") ? text : expected);
  }

  @Test
  void givenSeveral_whenScrubbed_thenCountedByKind() {
    Scrubbed scrubbed = SCRUBBER.scrub("a@b.org c@d.org 9.9.9.9");

    assertThat(scrubbed.found()).isEqualTo(Map.of(PiiKind.EMAIL, 2, PiiKind.IPV4, 1));
  }

  @Test
  void givenNothing_whenScrubbed_thenItIsTheVerySameText() {
    String text = "Nothing: to see, at 10 or (11) o'clock + 1 Day.";

    assertThat(SCRUBBER.scrub(text).text()).isSameAs(text);
  }

  @Test
  void givenSomeKinds_whenScrubbed_thenOthersStay() {
    var mailOnly = new PiiScrubber(new PiiSettings(Set.of(PiiKind.EMAIL), false, ""));
    var all = new PiiScrubber(new PiiSettings(EnumSet.allOf(PiiKind.class), false, ""));

    assertThat(mailOnly.scrub("a@b.org 10.1.2.3").text()).isEqualTo("<EMAIL> 10.1.2.3");
    assertThat(all.scrub("a@b.org 10.1.2.3 ::1").text()).isEqualTo("<EMAIL> <IPV4> <IPV6>");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void anyText_whenScrubbedTwice_isAsScrubbedOnce(long seed) {
    String text = Texts.anything(new Random(seed), 4000) + " a@b.org +49 30 901820";

    String once = AMERICAN.scrub(text).text();

    assertThat(once).contains("<EMAIL>", "<PHONE>");
    assertThat(AMERICAN.scrub(once).text()).isEqualTo(once);
  }

  private static PiiScrubber scrubber(String region) {
    return new PiiScrubber(new PiiSettings(EnumSet.allOf(PiiKind.class), true, region));
  }
}
