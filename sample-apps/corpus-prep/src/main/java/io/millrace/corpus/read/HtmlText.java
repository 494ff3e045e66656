// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.read;

import java.util.ArrayList;
import java.util.List;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.select.Elements;

/**
 * A page of HTML as a person would read it: its title and its main text, without what frames every
 * page of a site. Elements that say they are not the text (navigation, footers, scripts, forms'
 * controls, what is hidden) go first; what is left is cut into blocks, and each block is judged by
 * its words and the share of them in links, and by those of its neighbours: the tree of
 * Kohlschütter, Fankhauser, Nejdl, "Boilerplate Detection using Shallow Text Features", WSDM 2010,
 * section 4.2 (number of words and link density). Headings stay if what they head does; code stays.
 * A page that would lose everything keeps what is not made of links.
 */
record HtmlText(String title, String text) {
  private static final double LINK_SHARE_MAX = 0.333333;
  private static final double LINK_SHARE_BEFORE_MAX = 0.555556;

  /** A main part with less is not believed to be the text. Unit: characters. */
  private static final int MAIN_LENGTH_MIN = 200;

  private static final HtmlBlock NOTHING = new HtmlBlock("", 0, 0, HtmlBlock.Kind.PARAGRAPH);

  /** Takes the text out of a page. */
  static HtmlText of(String html) {
    Document page = Jsoup.parse(html);
    String title = page.title().strip();
    List<HtmlBlock> blocks = HtmlBlocks.of(main(page));
    List<HtmlBlock> kept = content(blocks);
    if (kept.isEmpty()) {
      kept = blocks.stream().filter(block -> block.linkShare() <= 0.5).toList();
    }
    if (kept.isEmpty()) {
      kept = blocks;
    }
    return new HtmlText(title, join(title, kept));
  }

  /** Where the page says that its text is, or all of it. */
  private static Element main(Document page) {
    for (String query : new String[] {"main, [role=main]", "article"}) {
      Elements found = page.select(query);
      if (found.size() == 1 && found.get(0).text().length() >= MAIN_LENGTH_MIN) {
        return found.get(0);
      }
    }
    return page.body();
  }

  private static List<HtmlBlock> content(List<HtmlBlock> blocks) {
    var kept = new ArrayList<HtmlBlock>();
    var headings = new ArrayList<HtmlBlock>();
    boolean isAfterContent = false;
    for (int i = 0; i < blocks.size(); i++) {
      HtmlBlock block = blocks.get(i);
      HtmlBlock before = i == 0 ? NOTHING : blocks.get(i - 1);
      HtmlBlock after = i + 1 == blocks.size() ? NOTHING : blocks.get(i + 1);
      if (block.kind() == HtmlBlock.Kind.HEADING) {
        headings.add(block);
        continue;
      }
      // A list or table that the text leads to belongs to it, unless it is made of links.
      boolean isPart = isAfterContent && block.kind().isDense() && block.linkWords() == 0;
      isAfterContent = isPart || isContent(before, block, after);
      if (isAfterContent) {
        kept.addAll(headings);
        kept.add(block);
      }
      headings.clear();
    }
    return kept;
  }

  private static boolean isContent(HtmlBlock before, HtmlBlock block, HtmlBlock after) {
    if (block.linkShare() > LINK_SHARE_MAX) {
      return false;
    }
    if (block.kind() == HtmlBlock.Kind.CODE) {
      return true;
    }
    if (before.linkShare() > LINK_SHARE_BEFORE_MAX) {
      return block.words() > 40 || after.words() > 17;
    }
    return block.words() > 16 || after.words() > 15 || before.words() > 4;
  }

  /** The blocks as text, under the title unless they begin with it. */
  private static String join(String title, List<HtmlBlock> blocks) {
    var text = new StringBuilder();
    if (!title.isEmpty() && !(blocks.isEmpty() || isNamed(title, blocks.get(0)))) {
      text.append(title).append("\n\n");
    }
    HtmlBlock.Kind last = HtmlBlock.Kind.PARAGRAPH;
    for (int i = 0; i < blocks.size(); i++) {
      HtmlBlock block = blocks.get(i);
      if (i > 0) {
        text.append(block.kind() == last && block.kind().isDense() ? "\n" : "\n\n");
      }
      text.append(block.kind() == HtmlBlock.Kind.ITEM ? "- " : "").append(block.text());
      last = block.kind();
    }
    return text.toString();
  }

  /** Whether the first block says the title, which often has the site's name too. */
  private static boolean isNamed(String title, HtmlBlock first) {
    return title.startsWith(first.text()) || first.text().startsWith(title);
  }
}
