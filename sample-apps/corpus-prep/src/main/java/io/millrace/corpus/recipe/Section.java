// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.recipe;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * One section of a complete recipe. A value that is not what it should be is refused with its name,
 * itself, where it stands and what was expected.
 */
final class Section {
  private static final String OFF = "off";

  private final String name;
  private final Config values;

  Section(Config recipe, String name) {
    this.name = name;
    this.values = recipe.getConfig(name);
  }

  /** The section's name. */
  String name() {
    return name;
  }

  /** A number in a range, both ends included; empty if it is "off". */
  OptionalDouble threshold(String key, double min, double max) {
    ConfigValue value = values.getValue(key);
    if (value.valueType() == ConfigValueType.STRING && OFF.equals(value.unwrapped())) {
      return OptionalDouble.empty();
    }
    return OptionalDouble.of(number(key, value, min, max, " or off"));
  }

  /** A whole number in a range, both ends included. */
  int integer(String key, int min, int max) {
    ConfigValue value = values.getValue(key);
    double number = number(key, value, min, max, "");
    if (number != Math.rint(number)) {
      throw wrong(path(key), value, "a whole number");
    }
    return (int) number;
  }

  /** A number in a range, both ends included. */
  double number(String key, double min, double max) {
    return number(key, values.getValue(key), min, max, "");
  }

  boolean flag(String key) {
    ConfigValue value = values.getValue(key);
    if (!(value.unwrapped() instanceof Boolean flag)) {
      throw wrong(path(key), value, "true or false");
    }
    return flag;
  }

  String text(String key) {
    return text(path(key), values.getValue(key));
  }

  /** A text that is one of some; HOCON takes an unquoted off for a text as well. */
  String choice(String key, List<String> choices) {
    ConfigValue value = values.getValue(key);
    String chosen = String.valueOf(value.unwrapped()).toLowerCase(Locale.ROOT);
    if (!choices.contains(chosen)) {
      throw wrong(path(key), value, "one of " + String.join(", ", choices));
    }
    return chosen;
  }

  List<String> texts(String key) {
    return texts(path(key), values.getValue(key));
  }

  /** The objects of a list. */
  List<ConfigObject> objects(String key) {
    ConfigValue value = values.getValue(key);
    if (!(value instanceof ConfigList list)) {
      throw wrong(path(key), value, "a list of objects");
    }
    var objects = new ArrayList<ConfigObject>();
    for (ConfigValue item : list) {
      if (!(item instanceof ConfigObject object)) {
        throw wrong(path(key), item, "an object { name = …, path = … }");
      }
      objects.add(object);
    }
    return objects;
  }

  /** The entries of an inner section whose names are the writer's. */
  ConfigObject object(String key) {
    return values.getObject(key);
  }

  String path(String key) {
    return name + "." + key;
  }

  /** The refusal of one value. */
  MillraceException wrongValue(String key, String expected) {
    return wrong(path(key), values.getValue(key), expected);
  }

  static String text(String path, ConfigValue value) {
    if (!(value.unwrapped() instanceof String text)) {
      throw wrong(path, value, "a text");
    }
    return text;
  }

  static List<String> texts(String path, ConfigValue value) {
    if (!(value instanceof ConfigList list)) {
      throw wrong(path, value, "a list of texts");
    }
    return list.stream().map(item -> text(path, item)).toList();
  }

  static MillraceException wrong(String path, ConfigValue value, String expected) {
    return MillraceException.of(Kind.CALLER, "wrong value in the recipe")
        .with("name", path)
        .with("value", value.render(ConfigRenderOptions.concise()))
        .with("at", Names.place(value.origin()))
        .with("expected", expected);
  }

  private double number(String key, ConfigValue value, double min, double max, String or) {
    if (!(value.unwrapped() instanceof Number number)
        || !(number.doubleValue() >= min && number.doubleValue() <= max)) {
      throw wrong(path(key), value, "a number from " + plain(min) + " to " + plain(max) + or);
    }
    return number.doubleValue();
  }

  private static String plain(double number) {
    return Canonical.number(number);
  }
}
