package dev.iii.eventsourcing.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Compares {@code docs/api.md} with the compiled classes. {@code -Diii.docs.write=true} writes the page, so that a change of
 * the API is one that a reviewer sees.
 */
class ApiPageTest {

    private static final Path ROOT = Path.of("..");
    private static final Path PAGE = ROOT.resolve("docs/api.md");
    private static final Pattern PACKAGE_SUMMARY = Pattern.compile("/\\*\\*(.*?)\\*/", Pattern.DOTALL);
    private static final String START = """
        # API

        Every public type of the modules below, and its public members, from the compiled classes. The javadoc describes them; the
        [guides](../README.md#documentation) show how to use them. Packages whose names contain `internal` are not part of the
        API. The annotations of [Spring Boot](spring.md) (package `dev.iii.spring`; `@IiiTest` is in `dev.iii.spring.test`),
        [`iii-micrometer`](interceptors.md#metrics-with-micrometer) and [`iii-jackson2`](dependencies.md#jackson-2) are described
        on their own pages.

        This page is generated: `./mvnw -q -Dquick -pl eventsourcing -am test -Dtest=ApiPageTest -Dsurefire.failIfNoSpecifiedTests=false
        -Diii.docs.write=true` writes it, and the build fails if it differs from the classes.
        """;

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> !location.contains("/internal/"))
            .importPackages("dev.iii");

    /** The modules in the order of the page, with the directory of each. */
    private static final Map<String, String> MODULES = new LinkedHashMap<>();

    static {
        MODULES.put("sdk", "dev.iii.sdk.Worker");
        MODULES.put("sdk-otel", "dev.iii.sdk.otel.EngineTelemetry");
        MODULES.put("eventsourcing", "dev.iii.eventsourcing.EventSourcing");
        MODULES.put("testing", "dev.iii.testing.EngineTest");
        MODULES.put("engine-stub", "dev.iii.stub.EngineStub");
    }

    @Test
    void thePageListsEveryPublicType() throws IOException {
        String expected = page();
        if (Boolean.getBoolean("iii.docs.write")) {
            Files.writeString(PAGE, expected);
        }
        assertThat(Files.readString(PAGE)).isEqualTo(expected);
    }

    /** The names of the class files of nested classes have a dollar sign, those of the source code have a dot. */
    @Test
    void namesAreThoseOfTheSourceCode() throws IOException {
        assertThat(page().lines()).noneMatch(line -> line.contains("$"));
    }

    private static String page() throws IOException {
        StringBuilder page = new StringBuilder(START);
        for (Map.Entry<String, String> module : MODULES.entrySet()) {
            ModuleDescriptor descriptor = descriptor(module.getValue());
            page.append("\n## Module `").append(descriptor.name()).append("`\n");
            for (String name : ApiPage.exportedPackages(descriptor)) {
                page.append('\n').append(ApiPage.section(name, summary(module.getKey(), name), types(name)));
            }
        }
        return page.toString();
    }

    /** Tests run on the class path, so the descriptor is read from the compiled module. */
    private static ModuleDescriptor descriptor(String typeOfTheModule) {
        try {
            Class<?> type = Class.forName(typeOfTheModule);
            Path classes = Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
            if (Files.isDirectory(classes)) {
                try (InputStream in = Files.newInputStream(classes.resolve("module-info.class"))) {
                    return ModuleDescriptor.read(in);
                }
            }
            // A class loader would find the first module descriptor of all jars and of the JDK.
            try (JarFile jar = new JarFile(classes.toFile());
                    InputStream in = jar.getInputStream(jar.getEntry("module-info.class"))) {
                return ModuleDescriptor.read(in);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ReflectiveOperationException | java.net.URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<Class<?>> types(String packageName) {
        return CLASSES.stream()
                .filter(type -> type.getPackageName().equals(packageName))
                .filter(JavaClass::isTopLevelClass)
                .filter(type -> type.getModifiers().contains(com.tngtech.archunit.core.domain.JavaModifier.PUBLIC))
                .<Class<?>>map(JavaClass::reflect)
                .sorted(Comparator.comparing(Class::getSimpleName))
                .toList();
    }

    private static String summary(String module, String packageName) throws IOException {
        Path file = ROOT.resolve(module)
                .resolve("src/main/java")
                .resolve(packageName.replace('.', '/'))
                .resolve("package-info.java");
        Matcher matcher = PACKAGE_SUMMARY.matcher(Files.readString(file));
        assertThat(matcher.find()).as(file + " has a description").isTrue();
        String text = matcher.group(1)
                .replaceAll("(?m)^ ?\\* ?", "")
                .replaceAll("\\{@(?:link|code)\\s+([^}]+)}", "`$1`")
                .strip();
        String first =
                text.split("\\n\\s*\\n|<p>|<h2>", 2)[0].replaceAll("\\s+", " ").strip();
        int end = first.indexOf(". ");
        return end < 0 ? first : first.substring(0, end + 1);
    }
}
