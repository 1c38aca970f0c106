package dev.iii.eventsourcing;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.iii.eventsourcing.account.Account;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final String ROOT = "dev.iii.eventsourcing";
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);

    @Test
    void packagesHaveNoCycles() {
        slices().matching("dev.iii.(eventsourcing..)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void usesOnlyTheApiOfTheSdk() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.iii.sdk.internal..", "dev.iii.protocol..", "dev.iii.transport..", "tools.jackson..")
                .check(CLASSES);
    }

    /** The search of all interleavings is complete only if nothing in this package depends on time, threads or I/O. */
    @Test
    void theRulesOfTheLogArePure() {
        classes()
                .that()
                .resideInAPackage(ROOT + ".internal.log..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        ROOT + ".internal.log..",
                        "java.lang..",
                        "java.util",
                        "java.util.function..",
                        "java.util.random..",
                        "java.util.stream..",
                        "org.jspecify..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".internal.log..")
                .should()
                .dependOnClassesThat()
                .haveNameMatching("java\\.lang\\.(Thread|System)")
                .check(CLASSES);
    }

    @Test
    void theStoreKnowsNoCommands() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".internal.store..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(ROOT + ".internal.command..", ROOT + ".internal.runtime..")
                .check(CLASSES);
    }

    /** The second aggregate shows that the library is general, and how little code an aggregate needs. */
    @Test
    void anAggregateIsSmall() throws IOException {
        Path source = Path.of("src/test/java", Account.class.getName().replace('.', '/') + ".java");
        assertThat(Files.readAllLines(source)).hasSizeLessThan(150);
    }

    /** The generators that these methods find are in a module of their own, which a jlinked runtime may not have. */
    @Test
    void randomNumbersNeedOnlyTheBaseModule() {
        noClasses()
                .should()
                .callMethod(RandomGenerator.class, "getDefault")
                .orShould()
                .callMethod(RandomGenerator.class, "of", String.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(RandomGeneratorFactory.class)
                .check(CLASSES);
    }
}
