package dev.iii.stub;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import dev.iii.stub.config.EngineConfig;
import dev.iii.stub.core.environment.BoundedLogger;
import dev.iii.stub.json.NumberLimits;
import dev.iii.transport.LogLimiter;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Checks the dependencies between the packages of the stub. */
class ArchitectureTest {

    private static final String ROOT = "dev.iii.stub";

    /** The packages that every engine worker may use. */
    private static final Set<String> FOUNDATIONS = Set.of("core", "json", "store", "net", "config", "setup");

    /** The packages that put an engine together. */
    private static final Set<String> ASSEMBLY = Set.of("assembly", "launcher");

    /** The packages of the core. Each of them depends only on those before it. */
    private static final List<String> CORE_LAYERS =
            List.of("environment", "trigger", "call", "channel", "api", "worker", "registry", "routing", "connection");

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);

    @Test
    void coreDoesNotDependOnSocketsHttpYamlOrEngineWorkers() {
        // LogLimiter only counts: of the module transport, it is the one class that has nothing to do with connections.
        DescribedPredicate<JavaClass> limiter = JavaClass.Predicates.type(LogLimiter.class);
        classes()
                .that()
                .resideInAPackage(ROOT + ".core..")
                .should()
                .onlyDependOnClassesThat(limiter.or(JavaClass.Predicates.resideInAnyPackage(
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
                        "org.slf4j..")))
                .check(CLASSES);
    }

    @Test
    void linesThatPeersCanCauseAreLimited() {
        // The others log while the engine starts. The package telemetry has limits of its own.
        noClasses()
                .that()
                .resideOutsideOfPackages(ROOT + ".assembly", ROOT + ".launcher", ROOT + ".setup", ROOT + ".telemetry")
                .and()
                .areNotAssignableTo(BoundedLogger.class)
                .should()
                .dependOnClassesThat()
                .areAssignableTo(LoggerFactory.class)
                .because("BoundedLogger limits the lines of each message")
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
                        "java.nio",
                        "java.nio.charset",
                        "java.util..",
                        "org.jspecify..")
                .check(CLASSES);
    }

    @Test
    void onlyOneClassConvertsStringsToExactNumbers() {
        DescribedPredicate<JavaCall<?>> unbounded =
                DescribedPredicate.describe("convert numbers without a limit", call -> {
                    String owner = call.getTargetOwner().getName();
                    boolean exact =
                            owner.equals(BigInteger.class.getName()) || owner.equals(BigDecimal.class.getName());
                    boolean fromText = call.getName().equals("<init>")
                            && call.getTarget().getRawParameterTypes().stream()
                                    .anyMatch(type ->
                                            type.isEquivalentTo(String.class) || type.isEquivalentTo(char[].class));
                    return exact
                            && (fromText
                                    || Set.of("toBigInteger", "toBigIntegerExact", "setScale", "pow")
                                            .contains(call.getName()));
                });
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName(NumberLimits.class.getName())
                .should()
                .callCodeUnitWhere(unbounded)
                .because("a long number, or one with a large exponent, needs minutes")
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
    void packagesAreFreeOfCycles() {
        slices().assignedFrom(new Packages()).should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void packagesOfTheCoreDependInOneDirection() {
        for (int i = 0; i < CORE_LAYERS.size(); i++) {
            String[] above = Stream.concat(
                            CORE_LAYERS.stream().skip(i + 1).map(layer -> ROOT + ".core." + layer),
                            Stream.of(ROOT + ".core"))
                    .toArray(String[]::new);
            noClasses()
                    .that()
                    .resideInAPackage(ROOT + ".core." + CORE_LAYERS.get(i))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(above)
                    .check(CLASSES);
        }
    }

    @Test
    void everyPackageOfTheCoreIsALayer() {
        assertThat(CLASSES.stream()
                        .map(JavaClass::getPackageName)
                        .filter(name -> name.startsWith(ROOT + ".core."))
                        .map(name -> name.substring((ROOT + ".core.").length()))
                        .distinct())
                .containsExactlyInAnyOrderElementsOf(CORE_LAYERS);
    }

    @Test
    void engineWorkersDoNotDependOnEachOther() {
        slices().assignedFrom(new EngineWorkerPackages())
                .should()
                .notDependOnEachOther()
                .check(CLASSES);
    }

    @Test
    void engineWorkersUseOnlyTheApiOfTheCore() {
        DescribedPredicate<JavaClass> engineWorkers = DescribedPredicate.describe(
                "engine workers",
                type -> !EngineWorkerPackages.nameOf(type).isEmpty()
                        && !type.getPackageName().equals(ROOT + ".rbac"));
        noClasses()
                .that(engineWorkers)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        ROOT + ".core",
                        ROOT + ".core.worker",
                        ROOT + ".core.registry",
                        ROOT + ".core.routing",
                        ROOT + ".core.connection")
                .check(CLASSES);
    }

    @Test
    void nothingBelowTheAssemblyDependsOnItOrTheConfigFileAsAWhole() {
        noClasses()
                .that()
                .resideOutsideOfPackages(ROOT, ROOT + ".assembly", ROOT + ".launcher", ROOT + ".config")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(ROOT, ROOT + ".assembly", ROOT + ".launcher")
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(EngineConfig.class)
                .check(CLASSES);
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".launcher")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT + ".launcher")
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAnyPackage(ROOT + ".assembly", ROOT + ".launcher")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT)
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

    /** One slice for each package, the root included. */
    private static final class Packages implements SliceAssignment {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            return SliceIdentifier.of(type.getPackageName());
        }

        @Override
        public String getDescription() {
            return "packages";
        }
    }

    /** One slice for each package of an engine worker. All other packages are in no slice. */
    private static final class EngineWorkerPackages implements SliceAssignment {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            String name = nameOf(type);
            return name.isEmpty() ? SliceIdentifier.ignore() : SliceIdentifier.of(name);
        }

        /** Returns the name of the engine worker's package, empty for all other classes. */
        static String nameOf(JavaClass type) {
            String name = type.getPackageName();
            if (!name.startsWith(ROOT + ".")) {
                return "";
            }
            String first = name.substring(ROOT.length() + 1).split("\\.", 2)[0];
            return FOUNDATIONS.contains(first) || ASSEMBLY.contains(first) ? "" : first;
        }

        @Override
        public String getDescription() {
            return "packages of engine workers";
        }
    }
}
