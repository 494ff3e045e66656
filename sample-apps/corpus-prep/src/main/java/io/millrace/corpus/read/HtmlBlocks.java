// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.read;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeFilter;

/** Cuts an element's text into blocks and leaves out what says that it is not the page's text. */
final class HtmlBlocks implements NodeFilter {
  private static final Set<String> LEFT_OUT =
      Set.of(
          "script",
          "style",
          "noscript",
          "template",
          "nav",
          "footer",
          "aside",
          "button",
          "select",
          "option",
          "textarea",
          "input",
          "svg",
          "math",
          "iframe",
          "object",
          "canvas",
          "dialog",
          "menu",
          "audio",
          "video");
  private static final Set<String> ROLES_LEFT_OUT =
      Set.of(
          "navigation",
          "banner",
          "contentinfo",
          "search",
          "complementary",
          "dialog",
          "alertdialog",
          "menu",
          "menubar",
          "toolbar");

  /** Whole classes and ids by which sites name their frame. */
  private static final Set<String> NAMES_LEFT_OUT =
      Set.of(
          "ad",
          "ads",
          "advert",
          "advertisement",
          "breadcrumb",
          "breadcrumbs",
          "cookie",
          "cookie-banner",
          "cookie-consent",
          "cookies",
          "footer",
          "masthead",
          "nav",
          "navbar",
          "navigation",
          "newsletter",
          "pagination",
          "share",
          "sidebar",
          "site-footer",
          "site-header",
          "site-nav",
          "skip-link",
          "social",
          "toolbar");

  private static final Set<String> HEADINGS = Set.of("dt", "h1", "h2", "h3", "h4", "h5", "h6");
  private static final Pattern INVISIBLE =
      Pattern.compile("display\\s*:\\s*none|visibility\\s*:\\s*hidden", Pattern.CASE_INSENSITIVE);
  private static final Pattern SPACE = Pattern.compile("[\\s\u00A0]+");

  /** Stand for a line's end and a cell's until the page's own space is gone. */
  private static final char LINE_END = '\u2028';

  private static final char CELL_END = '\u2029';
  private static final Pattern LINE_ENDS = Pattern.compile(" ?\u2028 ?");
  private static final Pattern CELL_ENDS = Pattern.compile(" ?\u2029 ?");
  private static final Pattern BLANK_LINES = Pattern.compile("\n{3,}");

  private final List<HtmlBlock> blocks = new ArrayList<>();
  private final StringBuilder text = new StringBuilder();
  private HtmlBlock.Kind kind = HtmlBlock.Kind.PARAGRAPH;
  private int linkWords;
  private int links;
  private int code;
  private int articles;

  private HtmlBlocks() {}

  static List<HtmlBlock> of(Element root) {
    var blocks = new HtmlBlocks();
    root.filter(blocks);
    blocks.end();
    return blocks.blocks;
  }

  @Override
  public FilterResult head(Node node, int depth) {
    if (node instanceof TextNode textNode) {
      append(textNode.getWholeText());
      return FilterResult.CONTINUE;
    }
    if (!(node instanceof Element element)) {
      return FilterResult.CONTINUE;
    }
    if (depth > 0 && isLeftOut(element)) {
      return FilterResult.SKIP_ENTIRELY;
    }
    enter(element);
    return FilterResult.CONTINUE;
  }

  private void enter(Element element) {
    String name = element.normalName();
    switch (name) {
      case "br" -> text.append(code > 0 ? '\n' : LINE_END);
      case "a" -> links++;
      case "article", "main" -> articles++;
      default -> {}
    }
    if (name.equals("td") || name.equals("th")) {
      text.append(code > 0 ? '\t' : CELL_END);
    } else if (isBlock(element)) {
      boolean isFirstInside = isNothing();
      HtmlBlock.Kind outer = kind;
      end();
      kind = kind(name);
      if (name.equals("pre")) {
        code++;
      } else if (kind == HtmlBlock.Kind.PARAGRAPH && isFirstInside) {
        kind = outer;
      }
    }
  }

  @Override
  public FilterResult tail(Node node, int depth) {
    if (node instanceof Element element) {
      String name = element.normalName();
      if (isBlock(element)) {
        end();
        if (name.equals("pre")) {
          code--;
        }
      }
      switch (name) {
        case "a" -> links--;
        case "article", "main" -> articles--;
        default -> {}
      }
    }
    return FilterResult.CONTINUE;
  }

  private static boolean isBlock(Element element) {
    String name = element.normalName();
    return element.isBlock() && !name.equals("td") && !name.equals("th");
  }

  private static HtmlBlock.Kind kind(String name) {
    if (HEADINGS.contains(name)) {
      return HtmlBlock.Kind.HEADING;
    }
    return switch (name) {
      case "li", "dd" -> HtmlBlock.Kind.ITEM;
      case "tr" -> HtmlBlock.Kind.ROW;
      case "pre" -> HtmlBlock.Kind.CODE;
      default -> HtmlBlock.Kind.PARAGRAPH;
    };
  }

  private boolean isLeftOut(Element element) {
    String name = element.normalName();
    if (LEFT_OUT.contains(name) || (name.equals("header") && articles == 0)) {
      return true;
    }
    if (name.equals("body") || name.equals("main") || name.equals("article")) {
      return false;
    }
    return element.hasAttr("hidden")
        || element.attr("aria-hidden").equals("true")
        || ROLES_LEFT_OUT.contains(element.attr("role"))
        || INVISIBLE.matcher(element.attr("style")).find()
        || NAMES_LEFT_OUT.contains(element.id())
        || isNamedLeftOut(element.className());
  }

  private static boolean isNamedLeftOut(String classes) {
    for (int from = 0; from < classes.length(); ) {
      int space = classes.indexOf(' ', from);
      int to = space < 0 ? classes.length() : space;
      if (NAMES_LEFT_OUT.contains(classes.substring(from, to))) {
        return true;
      }
      from = to + 1;
    }
    return false;
  }

  private void append(String more) {
    text.append(more);
    if (links > 0) {
      linkWords += HtmlBlock.words(more);
    }
  }

  private boolean isNothing() {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!Character.isWhitespace(c) && !Character.isSpaceChar(c)) {
        return false;
      }
    }
    return true;
  }

  /** Ends the block at hand; what comes next without one of its own is a paragraph. */
  private void end() {
    if (!isNothing()) {
      String whole = code > 0 ? text.toString().stripTrailing() : plain();
      int words = HtmlBlock.words(whole);
      // A heading is no navigation because it links to its own page.
      int inLinks = kind == HtmlBlock.Kind.HEADING ? 0 : Math.min(words, linkWords);
      blocks.add(new HtmlBlock(whole, words, inLinks, code > 0 ? HtmlBlock.Kind.CODE : kind));
    }
    text.setLength(0);
    linkWords = 0;
    kind = HtmlBlock.Kind.PARAGRAPH;
  }

  /** The text with single spaces, a line's end where the page says so, and tabs between cells. */
  private String plain() {
    String spaced = SPACE.matcher(text).replaceAll(" ");
    String lines = LINE_ENDS.matcher(spaced).replaceAll("\n");
    String cells = CELL_ENDS.matcher(lines).replaceAll("\t");
    return BLANK_LINES.matcher(cells.strip()).replaceAll("\n\n");
  }
}
