package dev.iii.transport;

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
            .importPackages("dev.iii.transport");

    @Test
    void packagesHaveNoCycles() {
        slices().matching("dev.iii.(transport..)").should().beFreeOfCycles().check(CLASSES);
    }

    /** Neither the worker protocol nor a JSON library. */
    @Test
    void dependsOnlyOnTheJdkAndTheWebSocketLibrary() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "dev.iii.transport..",
                        "java..",
                        "javax.net.ssl..",
                        "org.java_websocket..",
                        "org.slf4j..",
                        "org.jspecify.annotations..",
                        "com.google.errorprone.annotations..")
                .check(CLASSES);
    }

    @Test
    void theWebSocketProtocolUsesNoSocketsAndNoThreads() {
        noClasses()
                .that()
                .resideInAPackage("dev.iii.transport.websocket..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.nio.channels..", "java.util.concurrent.locks..")
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Thread.class)
                .check(CLASSES);
    }
}
