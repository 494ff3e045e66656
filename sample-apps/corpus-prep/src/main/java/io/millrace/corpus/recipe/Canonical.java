// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.recipe;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import java.math.BigDecimal;
import java.util.Map;
import java.util.TreeMap;

/**
 * The one form of a recipe: a line for each value, names in order, numbers without superfluous
 * zeros. Two recipes with the same form judge alike.
 */
final class Canonical {
  private Canonical() {}

  static String of(Config recipe) {
    var lines = new TreeMap<String, String>();
    for (Map.Entry<String, ConfigValue> entry : recipe.entrySet()) {
      lines.put(entry.getKey(), value(entry.getValue()));
    }
    // Which preset the values are from does not matter, and neither does where a file lies.
    lines.remove(RecipeText.PRESET);
    var out = new StringBuilder();
    lines.forEach((name, value) -> out.append(name).append(" = ").append(value).append('\n'));
    return out.toString();
  }

  static String number(double number) {
    return new BigDecimal(Double.toString(number)).stripTrailingZeros().toPlainString();
  }

  private static String value(ConfigValue value) {
    if (value instanceof ConfigList list) {
      return "[" + String.join(", ", list.stream().map(Canonical::value).toList()) + "]";
    }
    if (value instanceof ConfigObject object) {
      var entries = new TreeMap<String, String>();
      object.forEach((name, inner) -> entries.put(name, value(inner)));
      if (!"\"\"".equals(entries.getOrDefault(EvaluationSet.SHA256, "\"\""))) {
        entries.remove(EvaluationSet.PATH);
      }
      return entries.toString();
    }
    if (value.unwrapped() instanceof Number number) {
      return number(number.doubleValue());
    }
    return value.unwrapped() instanceof String text
        ? ConfigUtil.quoteString(text)
        : String.valueOf(value.unwrapped());
  }
}
