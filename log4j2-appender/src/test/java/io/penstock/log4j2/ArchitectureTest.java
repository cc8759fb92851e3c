package io.penstock.log4j2;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The import rules of the architecture, section "Rooms and who may know whom". */
class ArchitectureTest {
    private static final String HERE = "io.penstock.log4j2..";

    /** An adapter imports only the entry, config and status: core's other rooms can then change without it. */
    @Test
    void theAdapterKnowsOnlyTheEntryConfigAndStatus() {
        var adapter = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("io.penstock.log4j2");

        noClasses()
                .should()
                .dependOnClassesThat(resideInAPackage("io.penstock..")
                        .and(not(resideInAnyPackage(HERE, "io.penstock", "io.penstock.config", "io.penstock.status"))))
                .check(adapter);
    }
}
