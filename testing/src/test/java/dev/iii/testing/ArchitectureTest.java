package dev.iii.testing;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.iii.testing");

    @Test
    void packagesHaveNoCycles() {
        slices().matching("dev.iii.(testing..)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void usesOnlyTheApiOfTheSdkAndOfTheStub() {
        noClasses()
                .should()
                .dependOnClassesThat(resideInAPackage("dev.iii.sdk.internal..")
                        .or(resideInAPackage("dev.iii.stub..").and(resideOutsideOfPackages("dev.iii.stub"))))
                .check(CLASSES);
    }
}
