package dev.iii.protocol;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.iii.protocol");

    @Test
    void packagesHaveNoCycles() {
        slices().matching("dev.iii.(protocol..)").should().beFreeOfCycles().check(CLASSES);
    }

    /** Neither the transport, nor threads, sockets, JSON libraries or loggers. */
    @Test
    void dependsOnlyOnStringsAndCollectionsOfTheJdk() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "dev.iii.protocol..",
                        "java.lang..",
                        "java.nio",
                        "java.nio.charset",
                        "java.util",
                        "java.util.function",
                        "org.jspecify.annotations")
                .check(CLASSES);
        noClasses().should().dependOnClassesThat().areAssignableTo(Thread.class).check(CLASSES);
    }
}
