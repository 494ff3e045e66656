// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.recipe;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigResolveOptions;
import com.typesafe.config.ConfigSyntax;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * The text of a recipe as a tree of values: what somebody wrote over a preset over the default. A
 * recipe must mean the same wherever it is read, so it can neither include files nor ask the
 * environment.
 */
final class RecipeText {
  static final String PRESET = "preset";
  static final List<String> PRESETS = List.of("web", "technical", "none");

  private static final String DEFAULT = "recipe.conf";

  private RecipeText() {}

  /** Parses what somebody wrote. */
  static Config parse(String text) {
    return parsed(() -> ConfigFactory.parseString(text, options().setOriginDescription("recipe")));
  }

  /** Parses a file that somebody wrote. */
  static Config parse(Path file) {
    if (!Files.isReadable(file) || Files.isDirectory(file)) {
      throw MillraceException.of(Kind.CALLER, "cannot read the recipe")
          .with("file", file)
          .with("expected", "a file in HOCON or JSON");
    }
    return parsed(() -> ConfigFactory.parseFile(file.toFile(), options()));
  }

  /** All values: the written ones over the preset's over the default's. */
  static Config complete(Config written) {
    Config standard = resource(DEFAULT);
    Names.check(written.root(), standard.root());
    String preset = preset(written);
    Config base =
        preset.equals(PRESETS.get(0))
            ? standard
            : resource(preset + ".conf").withFallback(standard);
    return written.withFallback(base);
  }

  /** The default recipe, with its comments. */
  static URL defaultText() {
    return Objects.requireNonNull(RecipeText.class.getResource(DEFAULT), DEFAULT);
  }

  private static String preset(Config written) {
    if (!written.hasPath(PRESET)) {
      return PRESETS.get(0);
    }
    ConfigValue value = written.getValue(PRESET);
    String name = String.valueOf(value.unwrapped());
    if (value.valueType() != ConfigValueType.STRING || !PRESETS.contains(name)) {
      throw Section.wrong(PRESET, value, "one of " + String.join(", ", PRESETS));
    }
    return name;
  }

  private static Config resource(String name) {
    URL url = Objects.requireNonNull(RecipeText.class.getResource(name), name);
    return ConfigFactory.parseURL(url);
  }

  private static ConfigParseOptions options() {
    return ConfigParseOptions.defaults()
        .setSyntax(ConfigSyntax.CONF)
        .setAllowMissing(false)
        .setIncluder(new NoIncludes());
  }

  private static Config parsed(java.util.function.Supplier<Config> parse) {
    try {
      return parse.get().resolve(ConfigResolveOptions.noSystem());
    } catch (ConfigException e) {
      throw MillraceException.of(Kind.CALLER, "cannot read the recipe", e)
          .with("why", e.getMessage())
          .with("expected", "HOCON or JSON that stands for itself");
    }
  }
}
