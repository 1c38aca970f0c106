package dev.iii.example.inventory;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.iii.eventsourcing.Decider;
import dev.iii.eventsourcing.Decision;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final String ROOT = "dev.iii.example.inventory.";
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.iii.example.inventory");

    @Test
    void packagesHaveNoCycles() {
        slices().matching("dev.iii.example.(inventory..)")
                .should()
                .beFreeOfCycles()
                .check(CLASSES);
    }

    /** The rules use no engine, no clock and no JSON; of the library they use only the types of a decider. */
    @Test
    void theDomainIsPure() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + "domain..")
                .should()
                .dependOnClassesThat(resideOutsideOfPackages(ROOT + "domain..", "java.lang..", "org.jspecify..")
                        .and(not(assignableTo(Decider.class)))
                        .and(not(assignableTo(Decision.class))))
                .check(CLASSES);
    }

    @Test
    void theLoadTestUsesOnlyPublicFunctions() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + "load..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(ROOT + "domain..", ROOT + "request..")
                .check(CLASSES);
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
