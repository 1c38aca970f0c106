package dev.iii.sdk;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.iii.sdk.error.FunctionException;
import java.time.Clock;
import java.time.Instant;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

/** The structure that docs/architecture.md describes. */
class ArchitectureTest {

    private static final String ROOT = "dev.iii.sdk";

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);

    @Test
    void packagesHaveNoCycles() {
        slices().matching("dev.iii.(sdk..)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void packagesDependInOneDirection() {
        classes().should(PackageOrder.keepTheOrder()).check(CLASSES);
    }

    @Test
    void theRootPackageHasOnlyPublicClasses() {
        classes()
                .that()
                .resideInAPackage(ROOT)
                .and()
                .areTopLevelClasses()
                .and()
                .doNotHaveSimpleName("package-info")
                .should()
                .bePublic()
                .check(CLASSES);
    }

    /** The bridge: the API finds its implementation by ServiceLoader, and the implementation implements its interfaces. */
    @Test
    void theApiDoesNotKnowItsImplementation() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".internal..")
                .should()
                .dependOnClassesThat(resideInAPackage(ROOT + ".internal..")
                        .and(resideOutsideOfPackages(
                                ROOT + ".internal.address",
                                ROOT + ".internal.check",
                                ROOT + ".internal.config",
                                ROOT + ".internal.failure",
                                ROOT + ".internal.http",
                                ROOT + ".internal.jackson",
                                ROOT + ".internal.json",
                                ROOT + ".internal.state")))
                .check(CLASSES);
    }

    @Test
    void theSessionIsPure() {
        noClasses()
                .that()
                .resideInAPackage("..internal.session..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "java.net..",
                        "java.nio..",
                        "java.io..",
                        "java.time..",
                        "java.util.concurrent..",
                        "org.slf4j..",
                        "org.java_websocket..",
                        "dev.iii.transport..",
                        "tools.jackson..",
                        "dev.iii.sdk",
                        "dev.iii.sdk.internal.runtime..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage("..internal.session..")
                .should()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Thread.class)
                .check(CLASSES);
    }

    @Test
    void theKeeperOfConnectionsIsPure() {
        classes()
                .that()
                .resideInAPackage(ROOT + ".internal.connection")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        ROOT + ".internal.connection",
                        ROOT + ".policy",
                        "java.lang..",
                        "java.time",
                        "java.util.random",
                        "org.jspecify..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".internal.connection")
                .should()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(Instant.class, "now")
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Thread.class)
                .check(CLASSES);
    }

    @Test
    void theRuntimeDoesNotKnowTheUsersTypes() {
        noClasses()
                .that()
                .resideInAPackage("..internal.runtime..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.iii.sdk", "dev.iii.sdk.trigger..", "dev.iii.sdk.http..", "tools.jackson..")
                .check(CLASSES);
    }

    @Test
    void noLibraryOfOursShowsInTheApi() {
        noClasses()
                .that()
                .arePublic()
                .and()
                .resideOutsideOfPackages("..internal..", ROOT + ".jackson")
                .should(ApiTypes.exposing(
                        "dev.iii.protocol", "dev.iii.transport", "tools.jackson", "org.java_websocket"))
                .check(CLASSES);
    }

    @Test
    void publicClassesAreFinalUnlessTheyAreMadeToBeExtended() {
        classes()
                .that()
                .arePublic()
                .and()
                .areNotInterfaces()
                .and()
                .areNotEnums()
                .and()
                .resideOutsideOfPackage("..internal..")
                .and()
                .areNotAssignableFrom(FunctionException.class)
                .and()
                .doNotHaveFullyQualifiedName("dev.iii.sdk.json.TypeRef")
                .and()
                .doNotHaveFullyQualifiedName("dev.iii.sdk.json.JsonCodecException")
                .should()
                .haveModifier(JavaModifier.FINAL)
                .check(CLASSES);
    }

    @Test
    void nothingIsSynchronized() {
        methods().should().notHaveModifier(JavaModifier.SYNCHRONIZED).check(CLASSES);
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

    /** A wait that is measured on the clock of the system ends too early or never if somebody sets that clock. */
    @Test
    void nothingIsMeasuredOnTheClockOfTheSystem() {
        noClasses()
                .should()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethodWhere(target(owner(assignableTo(Clock.class))))
                .check(new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages(ROOT, "dev.iii.transport", "dev.iii.protocol"));
    }
}
