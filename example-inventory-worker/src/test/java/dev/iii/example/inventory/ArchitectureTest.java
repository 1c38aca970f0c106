package dev.iii.example.inventory;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final String ROOT = "dev.iii.example.inventory.";
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.iii.example.inventory");

    private static void doesNotDependOn(String name, String... others) {
        noClasses()
                .that()
                .resideInAPackage(ROOT + name + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(others)
                .check(CLASSES);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("dev.iii.example.(inventory..)")
                .should()
                .beFreeOfCycles()
                .check(CLASSES);
    }

    @Test
    void theDomainIsPure() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + "domain..")
                .should()
                .dependOnClassesThat()
                .resideOutsideOfPackages(ROOT + "domain..", "java.lang..", "org.jspecify..")
                .check(CLASSES);
    }

    @Test
    void theLogDependsOnlyOnTheDomain() {
        doesNotDependOn(
                "log", ROOT + "write..", ROOT + "read..", ROOT + "notify..", ROOT + "app..", ROOT + "request..");
    }

    @Test
    void commandsDoNotReadViews() {
        doesNotDependOn("write", ROOT + "read..", ROOT + "notify..", ROOT + "app..");
    }

    @Test
    void viewsDoNotExecuteCommands() {
        doesNotDependOn("read", ROOT + "write..", ROOT + "notify..", ROOT + "app..");
        doesNotDependOn("notify", ROOT + "write..", ROOT + "app..");
    }

    @Test
    void onlyTheDemoStartsAnEngine() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + "demo..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.iii.stub..", ROOT + "demo..", "ch.qos.logback..")
                .check(CLASSES);
    }
}
