// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.read;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArrowsTest {
  @Test
  void givenReaders_whenCompiled_thenTheyKnowNothingOfJobsAndTheNetwork() {
    JavaClasses classes =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.millrace.corpus.read");

    noClasses()
        .that(resideInAPackage("io.millrace.corpus.read"))
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("io.grpc..", "org.apache.pekko..", "io.millrace.client..")
                .or(
                    resideInAPackage("io.millrace.corpus..")
                        .and(
                            com.tngtech.archunit.base.DescribedPredicate.not(
                                resideInAPackage("io.millrace.corpus.read")))))
        .check(classes);
  }
}
