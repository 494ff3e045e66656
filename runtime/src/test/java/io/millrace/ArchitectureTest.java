// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The arrows between modules and packages; what the design notes draw, the build keeps. */
class ArchitectureTest {
  private static final String ROOT = "io.millrace";
  private static final Set<String> GENERATED = Set.of("io.millrace.v1", "io.millrace.sql.grammar");
  private static final int FILE_LINES_MAX = 400;

  /** The modules' packages, each module after those it may use. */
  static final List<List<String>> MODULES =
      List.of(
          List.of("model", "codec", "block", "skip", "message", "client", "v1"),
          List.of("store"),
          List.of(
              "serde",
              "processor",
              "aggregate",
              "window",
              "partition",
              "cold",
              "routing",
              "exchange",
              "dictionary",
              "cluster"),
          List.of("testkit"),
          List.of(
              "ingest", "select", "sql", "query", "gateway", "verify", "stats", "compact", "node",
              "map", "export", "cli"));

  /** For each package, which of ours it may use beside itself. */
  private static final Map<String, List<String>> MAY_USE =
      Map.ofEntries(
          Map.entry("model", List.of()),
          Map.entry("codec", List.of("model")),
          Map.entry("block", List.of("model", "codec")),
          Map.entry("skip", List.of("model", "codec")),
          Map.entry("message", List.of("model", "v1")),
          Map.entry("client", List.of("model", "message", "v1")),
          Map.entry("v1", List.of()),
          Map.entry("store", List.of("model", "codec", "block")),
          Map.entry("serde", List.of("model")),
          Map.entry("processor", List.of("model", "serde")),
          Map.entry("aggregate", List.of("model")),
          Map.entry("window", List.of("model", "serde", "processor", "aggregate")),
          Map.entry(
              "partition",
              List.of("model", "codec", "block", "skip", "store", "serde", "processor")),
          Map.entry("cold", List.of("model", "partition")),
          Map.entry("routing", List.of("model", "store", "processor", "partition")),
          Map.entry("exchange", List.of("model", "partition")),
          Map.entry("dictionary", List.of("model", "codec", "block", "store", "partition")),
          Map.entry("cluster", List.of("model", "store", "processor", "partition", "routing")),
          Map.entry(
              "testkit",
              List.of(
                  "model",
                  "codec",
                  "block",
                  "skip",
                  "store",
                  "serde",
                  "processor",
                  "partition",
                  "exchange")),
          Map.entry("ingest", List.of("model", "v1", "store", "partition", "routing")),
          Map.entry("map", List.of("model", "v1", "client", "serde", "processor")),
          Map.entry("export", List.of("model", "message", "v1", "client")),
          Map.entry("compact", List.of("model", "codec", "block", "store")),
          Map.entry("stats", List.of("model", "codec", "block", "store")),
          Map.entry("verify", List.of("model", "codec", "block", "skip", "store")),
          Map.entry("select", List.of("model", "codec", "block", "aggregate")),
          Map.entry("sql", List.of("model", "select")),
          Map.entry(
              "query",
              List.of(
                  "model", "codec", "block", "skip", "store", "partition", "routing", "select")),
          Map.entry(
              "gateway",
              List.of(
                  "model",
                  "message",
                  "v1",
                  "store",
                  "partition",
                  "routing",
                  "cluster",
                  "ingest",
                  "select",
                  "sql",
                  "query")));

  static final List<String> FLOORS = MAY_USE.keySet().stream().sorted().toList();

  private static JavaClasses ours;

  @BeforeAll
  static void read() {
    ours =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(ArchitectureTest::isNoTestJar)
            .importPackages(ROOT);
  }

  private static boolean isNoTestJar(Location location) {
    return !location.contains("-tests.jar");
  }

  private static String[] packages(List<String> names) {
    return names.stream().map(name -> ROOT + "." + name + "..").toArray(String[]::new);
  }

  @Test
  void givenEveryPackage_whenListed_thenItBelongsToAModule() {
    List<String> known = MODULES.stream().flatMap(List::stream).toList();

    assertThat(ours.getPackage(ROOT).getSubpackages())
        .extracting(JavaPackage::getRelativeName)
        .containsExactlyInAnyOrderElementsOf(known);
  }

  @Test
  void givenModules_whenImportsAreRead_thenNothingPointsBack() {
    for (int i = 0; i < MODULES.size() - 1; i++) {
      List<String> later =
          MODULES.subList(i + 1, MODULES.size()).stream().flatMap(List::stream).toList();
      noClasses()
          .that()
          .resideInAnyPackage(packages(MODULES.get(i)))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(packages(later))
          .check(ours);
    }
  }

  @ParameterizedTest
  @FieldSource("FLOORS")
  void givenPackage_whenImportsAreRead_thenOnlyFloorsBelowIt(String name) {
    List<String> below =
        Stream.concat(Stream.of(name), MAY_USE.getOrDefault(name, List.of()).stream()).toList();

    classes()
        .that()
        .resideInAPackage(ROOT + "." + name + "..")
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(packages(below)).or(not(resideInAPackage(ROOT + ".."))))
        .check(ours);
  }

  @Test
  void givenTheTop_whenImportsAreRead_thenNothingUsesItAndOnlyItUsesTheNode() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + ".*..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(ROOT)
        .check(ours);
    noClasses()
        .that()
        .resideOutsideOfPackage("io.millrace.cli..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.millrace.cli..")
        .check(ours);
    noClasses()
        .that()
        .resideOutsideOfPackages(ROOT, "io.millrace.cli..", "io.millrace.node..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.millrace.node..")
        .check(ours);
  }

  @Test
  void givenAllPackages_whenImportsAreRead_thenNoCycle() {
    slices().matching("io.millrace.(**)").should().beFreeOfCycles().check(ours);
  }

  @Test
  void givenTheDatabaseDriver_whenImportsAreRead_thenOnlyTheStoreUsesIt() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.millrace.store.cassandra..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("com.datastax..", "org.apache.cassandra..")
        .check(ours);
  }

  @Test
  void givenTheLocalDatabase_whenImportsAreRead_thenOnlyColdKeysUseIt() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.millrace.cold..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.rocksdb..")
        .check(ours);
  }

  @Test
  void givenPekko_whenImportsAreRead_thenOnlyActorsAndRuntimeUseIt() {
    noClasses()
        .that()
        .resideInAnyPackage(
            packages(Stream.concat(MODULES.get(0).stream(), MODULES.get(1).stream()).toList()))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.apache.pekko..", "scala..")
        .check(ours);
  }

  @Test
  void givenTheTestKit_whenImportsAreRead_thenNeitherActorsNorTestFrameworks() {
    noClasses()
        .that()
        .resideInAPackage("io.millrace.testkit..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.apache.pekko..", "scala..", "org.junit..", "org.assertj..")
        .check(ours);
  }

  @Test
  void givenWhatUsersWrite_whenImportsAreRead_thenNeitherActorsNorNetwork() {
    noClasses()
        .that()
        .resideInAnyPackage(packages(List.of("processor", "serde", "aggregate", "window")))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.apache.pekko..", "io.grpc..", "com.typesafe.config..")
        .check(ours);
  }

  @Test
  void givenThePartitionsDecisions_whenImportsAreRead_thenNeitherActorsNorStores() {
    noClasses()
        .that()
        .haveNameMatching(
            "io\\.millrace\\.partition\\."
                + "(PartitionCore|Intake|Alarm|OpenBlock|ProducerWatermarks|WatermarkMerge|RecordRunner"
                + "|KeyTable|KeyCut|ColdSide|TimerTable)(\\$.*)?")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.apache.pekko..", "io.millrace.store..", "java.util.concurrent..")
        .check(ours);
  }

  @Test
  void givenEveryPackage_whenOpened_thenItIsNullMarked() {
    List<String> unmarked =
        ours.getPackage(ROOT).getSubpackagesInTree().stream()
            .filter(p -> !p.getClasses().isEmpty() && !GENERATED.contains(p.getName()))
            .filter(p -> !p.isAnnotatedWith(NullMarked.class))
            .map(JavaPackage::getName)
            .toList();

    assertThat(unmarked).isEmpty();
  }

  @Test
  void givenEverySourceFile_whenCounted_thenItIsNotTooLong() throws IOException {
    Path root = Objects.requireNonNull(Path.of("").toAbsolutePath().getParent());
    try (Stream<Path> files = Files.walk(root)) {
      List<String> tooLong =
          files
              .filter(f -> f.toString().matches(".*/src/(main|test)/java/.*\\.java"))
              .filter(f -> lines(f) > FILE_LINES_MAX)
              .map(f -> root.relativize(f) + ": " + lines(f) + " lines")
              .toList();
      assertThat(tooLong).as("files over %s lines", FILE_LINES_MAX).isEmpty();
    }
  }

  private static long lines(Path file) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines.count();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
