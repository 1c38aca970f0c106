package dev.iii.stub;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Checks the dependencies between the packages of the stub. */
class ArchitectureTest {

    private static final String ROOT = "dev.iii.stub";

    /** The packages that every engine worker may use. */
    private static final Set<String> FOUNDATIONS = Set.of("core", "json", "store", "net", "config");

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);

    @Test
    void coreDoesNotDependOnSocketsHttpYamlOrEngineWorkers() {
        classes()
                .that()
                .resideInAPackage(ROOT + ".core..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        ROOT + ".core..",
                        ROOT + ".json",
                        "com.google.errorprone.annotations..",
                        "dev.iii.protocol",
                        "java.io",
                        "java.lang..",
                        "java.nio.charset",
                        "java.security",
                        "java.time..",
                        "java.util..",
                        "org.jspecify..",
                        "org.slf4j")
                .check(CLASSES);
    }

    @Test
    void jsonDependsOnlyOnRawJsonAndJackson() {
        classes()
                .that()
                .resideInAnyPackage(ROOT + ".json", ROOT + ".store")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        ROOT + ".json",
                        ROOT + ".store",
                        "dev.iii.protocol",
                        "tools.jackson..",
                        "java.lang..",
                        "java.math",
                        "java.nio.charset",
                        "java.util..",
                        "org.jspecify..")
                .check(CLASSES);
    }

    @Test
    void configDoesNotDependOnTheEngine() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".config")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(ROOT, ROOT + ".core..", ROOT + ".net..", "dev.iii.transport..")
                .check(CLASSES);
    }

    @Test
    void engineWorkersDoNotDependOnEachOtherOrTheConfigFile() {
        slices().assignedFrom(new EngineWorkerPackages())
                .should()
                .notDependOnEachOther()
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAnyPackage(ROOT + ".(*)..")
                .and()
                .resideOutsideOfPackage(ROOT + ".config")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(ROOT, ROOT + ".config")
                .check(CLASSES);
    }

    @Test
    void coreAndEngineWorkersDoNotReadTheClockOrCreateThreads() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        ROOT + ".channel",
                        ROOT + ".core..",
                        ROOT + ".cron",
                        ROOT + ".engine",
                        ROOT + ".configuration",
                        ROOT + ".stream",
                        ROOT + ".httpfunctions",
                        ROOT + ".pubsub",
                        ROOT + ".queue",
                        ROOT + ".rbac",
                        ROOT + ".state",
                        ROOT + ".telemetry")
                .should()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(java.time.Instant.class, "now")
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Thread.class)
                .check(CLASSES);
    }

    /** One slice for each package of an engine worker. All other packages are in no slice. */
    private static final class EngineWorkerPackages implements SliceAssignment {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            String name = type.getPackageName();
            if (!name.startsWith(ROOT + ".")) {
                return SliceIdentifier.ignore();
            }
            String first = name.substring(ROOT.length() + 1).split("\\.", 2)[0];
            return FOUNDATIONS.contains(first) ? SliceIdentifier.ignore() : SliceIdentifier.of(first);
        }

        @Override
        public String getDescription() {
            return "packages of engine workers";
        }
    }
}
