// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class HtmlTextTest {
  private static final String LONG =
      "A paragraph with enough words to be taken for the text of the page, as it has well over"
          + " sixteen of them and no link at all.";

  private static String text(String body) {
    return HtmlText.of("<html><body>" + body + "</body></html>").text();
  }

  @Test
  void givenPageWithFrame_whenTaken_thenTitleAndTextStay() {
    String page =
        """
        <html><head><title>On rivers - Site</title><style>p { color: red }</style></head><body>
        <header><a href="/">Site</a> A slogan that nobody reads but that is long enough to count as
        a sentence of the text if it were not in the header of the page.</header>
        <nav><ul><li><a href="/a">First</a></li><li><a href="/b">Second</a></li></ul></nav>
        <div class="cookie-banner">We value your privacy and set a great many cookies for a great
        many partners whose names you will never learn.</div>
        <h1>On rivers</h1>
        <p>%s</p>
        <h2>Mills</h2>
        <p>%s <a href="/more">More</a></p>
        <div><a href="/1">Read this too</a> <a href="/2">And that one</a></div>
        <script>var text = "code that is not text";</script>
        <div style="display: none">Hidden words, of which there are more than enough to look like
        a paragraph of the text to anybody who counts them.</div>
        <footer>Imprint and all that stands at the end of every page of the site, again and again
        and once more.</footer></body></html>
        """
            .formatted(LONG, LONG);

    HtmlText taken = HtmlText.of(page);

    assertThat(taken.title()).isEqualTo("On rivers - Site");
    assertThat(taken.text()).isEqualTo("On rivers\n\n" + LONG + "\n\nMills\n\n" + LONG + " More");
  }

  @Test
  void givenPageWithoutHeading_whenTaken_thenTitleIsItsFirstLine() {
    assertThat(HtmlText.of("<title> A\n title </title><p>" + LONG + "</p>").text())
        .isEqualTo("A title\n\n" + LONG);
  }

  @Test
  void givenListsTablesCodeAndLines_whenTaken_thenTheyKeepTheirForm() {
    String taken =
        text(
            "<p>%s</p><ul><li><p>apples</p></li><li>pears</li></ul><table><tr><td>one</td><td>1</td>"
                    .formatted(LONG)
                + "</tr><tr><td>two</td><td>2</td></tr></table><dl><dt>term</dt><dd>said</dd></dl>"
                + "<pre>if (a) {\n    b();\n}\n</pre><p>roses<br>are red and then&nbsp;some more"
                + " words come which make the verse long enough to stay in the text</p>");

    assertThat(taken)
        .isEqualTo(
            LONG
                + "\n\n"
                + "- apples\n"
                + "- pears\n\n"
                + "one\t1\n"
                + "two\t2\n\n"
                + "term\n\n"
                + "- said\n\n"
                + "if (a) {\n"
                + "    b();\n"
                + "}\n\n"
                + "roses\n"
                + "are red and then some more words come which make the verse long enough to stay"
                + " in the text");
  }

  @Test
  void givenMainPart_whenTaken_thenOnlyThatIsLookedAt() {
    String taken =
        text(
            "<p>%s Outside.</p><main><article><header><h1>Headline</h1></header><p>%s</p><p>%s</p>"
                    .formatted(LONG, LONG, LONG)
                + "</article></main>");

    assertThat(taken).isEqualTo("Headline\n\n" + LONG + "\n\n" + LONG);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<p>Short notice.</p>",
        "<body>Short notice.",
        "<form><div class='has-sidebar'>Short notice.</div></form>",
        "<a href='x'>Short notice.</a>"
      })
  void givenPageThatIsAllShort_whenTaken_thenItIsKept(String page) {
    assertThat(HtmlText.of(page).text()).isEqualTo("Short notice.");
  }

  @Test
  void givenScriptWithoutSpaces_whenTaken_thenTwoCharactersAreAWord() {
    String chinese = "这是一个中文文本的例子，用来检测正文提取是否能够处理没有空格的文字，因此它足够长。";

    assertThat(HtmlBlock.words(chinese)).isBetween(18, 22);
    assertThat(text("<div><a href='/'>首页</a></div><p>" + chinese + "</p>")).isEqualTo(chinese);
  }

  @Test
  void givenNoHtmlOrNothing_whenTaken_thenNoFailure() {
    assertThat(HtmlText.of("").text()).isEmpty();
    assertThat(HtmlText.of("plain & simple < words").text()).isEqualTo("plain & simple < words");
    assertThat(HtmlText.of("<div>".repeat(100_000) + "deep").text()).isEqualTo("deep");
    assertThat(HtmlText.of("<frameset><frame src=x></frameset>").text()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void givenAnyTagSoup_whenTaken_thenSameTextEveryTimeAndNoMarkup(long seed) {
    var random = new java.util.Random(seed);
    String[] parts = {
      "<p>", "</p>", "<div class=nav>", "</div>", "<li>", "<ul>", "</ul>", "<table><tr><td>", "<b>",
      "</a>", "<a href=x>", "<pre>", "</pre>", "<h2>", "word ", "more words ", "&amp;",
          "<!-- x -->",
      "<script>1<2</script>", "<br>", LONG, "<title>", "</title>", "<article>", "</main>", "<svg>"
    };
    var page = new StringBuilder();
    random.ints(200, 0, parts.length).forEach(i -> page.append(parts[i]));

    String taken = HtmlText.of(page.toString()).text();

    assertThat(HtmlText.of(page.toString()).text()).isEqualTo(taken);
    assertThat(taken).doesNotContain("\u2028", "\u2029", "\n\n\n\n");
  }

  static LongStream seeds() {
    return LongStream.range(0, 50);
  }
}
