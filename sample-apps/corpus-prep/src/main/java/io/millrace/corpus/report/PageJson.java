// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.corpus.report.Page.Bars;
import io.millrace.corpus.report.Page.Columns;
import io.millrace.corpus.report.Page.Line;
import io.millrace.corpus.report.Page.Part;
import io.millrace.corpus.report.Page.Share;
import io.millrace.corpus.report.Page.Table;
import io.millrace.corpus.report.Page.Value;
import io.millrace.corpus.report.Page.Verdict;
import java.util.List;

/** A page as JSON, for programs: what the charts show as numbers, tables as objects. */
public final class PageJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private PageJson() {}

  /** The whole page as one object on one line. */
  public static String of(Page page) {
    ObjectNode root = JSON.createObjectNode();
    root.put("title", page.title()).put("subtitle", page.subtitle());
    ObjectNode cards = root.putObject("figures");
    page.cards().forEach(card -> cards.put(card.label(), card.figure()));
    ArrayNode sections = root.putArray("sections");
    for (Page.Section section : page.sections()) {
      ObjectNode node = sections.addObject().put("title", section.title());
      ArrayNode parts = node.putArray("parts");
      section.parts().forEach(part -> add(parts.addObject(), part));
    }
    return root.toString();
  }

  private static void add(ObjectNode node, Part part) {
    if (part instanceof Share share) {
      values(node.put("title", share.title()).put("unit", share.unit()), share.pieces());
    } else if (part instanceof Bars bars) {
      values(node.put("title", bars.title()).put("unit", bars.unit()), bars.bars());
    } else if (part instanceof Columns columns) {
      values(node.put("title", columns.title()).put("axis", columns.axis()), columns.counts());
    } else if (part instanceof Line line) {
      ArrayNode points =
          node.put("title", line.title()).put("unit", line.unit()).putArray("points");
      line.points().forEach(p -> points.addArray().add(p.seconds()).add(p.value()));
    } else if (part instanceof Table table) {
      ArrayNode rows = node.put("title", table.title()).putArray("rows");
      for (List<String> row : table.rows()) {
        ObjectNode cells = rows.addObject();
        for (int i = 0; i < row.size(); i++) {
          cells.put(table.columns().get(i), row.get(i));
        }
      }
    } else if (part instanceof Verdict verdict) {
      node.put("holds", verdict.holds()).put("text", verdict.text());
    }
  }

  /** As a list, since labels may repeat. */
  private static void values(ObjectNode node, List<Value> values) {
    ArrayNode list = node.putArray("values");
    values.forEach(v -> list.addObject().put("label", v.label()).put("value", v.value()));
  }
}
