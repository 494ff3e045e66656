// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.corpus.report.Page.Table;
import io.millrace.corpus.report.Page.Value;
import java.util.List;
import org.junit.jupiter.api.Test;

class PageHtmlTest {
  @Test
  void namesStayNames() {
    String html = PageHtml.of(SamplePage.page());

    assertThat(html).doesNotContain("<script").doesNotContain("\u0001");
    assertThat(html).contains("&lt;script&gt;").contains("<title>Report &amp; more</title>");
  }

  @Test
  void nothingIsFetched() {
    assertThat(PageHtml.of(SamplePage.page()))
        .doesNotContain("http:", "https:", "src=", "href=", "url(", "@import");
  }

  @Test
  void everyMarkSaysItsFigure() {
    assertThat(PageHtml.of(SamplePage.page()))
        .contains("<title>kept: 75 documents, 75.0 %</title>")
        .contains("<title>long: 20 documents</title>")
        .contains("<title>0.9: 6</title>")
        .contains("<td class=\"n\">1,200</td>");
  }

  @Test
  void barsAreAsLongAsTheirValues() {
    String html = PageHtml.of(SamplePage.page());

    assertThat(html)
        .contains("width=\"540\" height=\"34\"")
        .contains("width=\"180\" height=\"34\"");
    assertThat(html)
        .contains("width=\"390\" height=\"18\"")
        .contains("width=\"97.5\" height=\"18\"");
  }

  @Test
  void jsonHasTheNumbersBehindTheCharts() throws Exception {
    JsonNode json = new ObjectMapper().readTree(PageJson.of(SamplePage.page()));

    JsonNode fates = json.at("/sections/0/parts/0");
    assertThat(fates.at("/values/0/label").asText()).isEqualTo("kept");
    assertThat(fates.at("/values/0/value").asDouble()).isEqualTo(75);
    assertThat(json.at("/sections/0/parts/1/holds").asBoolean()).isTrue();
    assertThat(json.at("/sections/1/parts/2/points/1/1").asDouble()).isEqualTo(4);
    assertThat(json.at("/sections/1/parts/3/rows/0/in").asText()).isEqualTo("1,200");
  }

  @Test
  void numbersAreForPeople() {
    assertThat(Markup.number(0)).isEqualTo("0");
    assertThat(Markup.number(1_234_567)).isEqualTo("1,234,567");
    assertThat(Markup.number(0.1234)).isEqualTo("0.123");
    assertThat(Markup.number(12.345)).isEqualTo("12.3");
    assertThat(Markup.number(1234.5)).isEqualTo("1,235");
    assertThat(Markup.percent(1, 0)).isEqualTo("0 %");
  }

  @Test
  void refusesWhatCannotBeDrawn() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Value("x", Double.NaN))
        .withMessageContaining("value of 'x': NaN (expected: at least 0 and finite)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Table("", List.of("a", "b"), List.of(List.of("1"))))
        .withMessageContaining("cells: 1 (expected: 2)");
  }
}
