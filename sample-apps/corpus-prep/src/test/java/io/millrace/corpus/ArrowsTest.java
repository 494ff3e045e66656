// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which package of the job may know which; all know the JDK and libraries of their own. */
class ArrowsTest {
  private static final String ROOT = "io.millrace.corpus";

  /** Packages, and what each may know beside itself. The root, which knows all, is not there. */
  private static final Map<String, List<String>> KNOWS =
      Map.of(
          "document", List.of(),
          "read", List.of(),
          "rule", List.of(),
          "recipe", List.of("rule"),
          "near", List.of("document"),
          "ledger", List.of("document"),
          "token", List.of("document"),
          "report", List.of());

  /** What only the root may know: the network, clusters, and what runs a job. */
  private static final String[] BEYOND = {
    "io.grpc..",
    "io.millrace.corpus.v1..",
    "org.apache.pekko..",
    "io.millrace.client..",
    "io.millrace.v1..",
    "io.millrace.node..",
    "io.millrace.cli..",
    "io.millrace.message..",
    "io.millrace.processor..",
    "io.millrace.partition.."
  };

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);

  static Stream<String> packages() {
    return KNOWS.keySet().stream().sorted();
  }

  private static String in(String part) {
    return ROOT + "." + part + "..";
  }

  @ParameterizedTest
  @MethodSource("packages")
  void givenAPackage_whenCompiled_thenItKnowsOnlyWhatItMay(String part) {
    String[] known =
        Stream.concat(Stream.of(part), Objects.requireNonNull(KNOWS.get(part), part).stream())
            .map(ArrowsTest::in)
            .toArray(String[]::new);
    DescribedPredicate<JavaClass> others =
        resideInAPackage(ROOT + "..").and(DescribedPredicate.not(resideInAnyPackage(known)));

    noClasses()
        .that(resideInAPackage(in(part)))
        .should()
        .dependOnClassesThat(resideInAnyPackage(BEYOND).or(others))
        .check(CLASSES);
  }

  @Test
  void givenAllClasses_whenSorted_thenEachPackageHasItsArrows() {
    var found =
        CLASSES.stream()
            .map(JavaClass::getPackageName)
            .filter(name -> name.startsWith(ROOT + "."))
            .map(name -> name.substring(ROOT.length() + 1).split("\\.", 2)[0])
            .collect(Collectors.toCollection(TreeSet::new));

    var expected = new TreeSet<>(KNOWS.keySet());
    // Generated from check.proto; BEYOND keeps it from all but the root.
    expected.add("v1");
    assertThat(found).isEqualTo(expected);
  }
}
