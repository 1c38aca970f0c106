package dev.iii.sdk.otel;

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
            .importPackages("dev.iii.sdk.otel");

    @Test
    void packagesHaveNoCycles() {
        slices().matching("dev.iii.sdk.(otel..)").should().beFreeOfCycles().check(CLASSES);
    }

    /** Only the parts of the SDK that keep a connection and check arguments. */
    @Test
    void usesOnlyThePartsThatTheSdkExportsToIt() {
        noClasses()
                .should()
                .dependOnClassesThat(resideInAPackage("dev.iii.sdk.internal..")
                        .and(resideOutsideOfPackages(
                                "dev.iii.sdk.internal.check",
                                "dev.iii.sdk.internal.connection",
                                "dev.iii.sdk.internal.socket")))
                .check(CLASSES);
    }
}
