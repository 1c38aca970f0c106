package dev.iii.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.sdk.json.ReadBy;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The metadata for GraalVM names what the SDK itself reads by reflection. An image does not contain other classes and
 * resources for reflection, so a missing name is a failure at run time, which only programs of users would show.
 */
class NativeImageTest {

    private static final String METADATA = "META-INF/native-image/dev.iii/iii-sdk/";

    /** The module is not a dependency of the SDK. */
    private static final Set<String> NO_DEPENDENCY = Set.of("tools.jackson.module.kotlin.KotlinModule");

    private static final int VIRTUAL_THREADS = 21;

    /** Creates the readers that everyReaderOfAPayloadIsNamed checks. */
    private static final String READERS = "dev.iii.sdk.json.PayloadReaders";

    /** Reads records of users, who name them in the metadata of their program. */
    private static final String RECORDS_OF_USERS = "dev.iii.eventsourcing.RecordMaker";

    private static final Map<String, String> SOURCES = sources(
            "protocol",
            "transport",
            "sdk",
            "sdk-otel",
            "eventsourcing",
            "integrations/jackson2",
            "integrations/micrometer");

    /** A class that is registered for reflection, if the class of the condition is in the image. */
    private record Registered(String condition, String name, List<JsonNode> methods) {}

    private static JsonNode metadata(String file) throws IOException {
        try (InputStream in = NativeImageTest.class.getClassLoader().getResourceAsStream(METADATA + file)) {
            assertThat(in).as(file).isNotNull();
            return new JsonMapper().readTree(in);
        }
    }

    private static String condition(JsonNode entry) {
        return entry.path("condition").path("typeReachable").asString("");
    }

    private static List<Registered> registered() throws IOException {
        List<Registered> registered = new ArrayList<>();
        for (JsonNode entry : metadata("reflect-config.json")) {
            List<JsonNode> methods = new ArrayList<>();
            entry.path("methods").forEach(methods::add);
            registered.add(new Registered(condition(entry), entry.path("name").asString(""), methods));
        }
        return registered;
    }

    private static Class<?> load(String name) throws ClassNotFoundException {
        return Class.forName(name, false, NativeImageTest.class.getClassLoader());
    }

    private static String signature(Executable executable) {
        String name = executable instanceof Constructor ? "<init>" : executable.getName();
        return name
                + Arrays.stream(executable.getParameterTypes())
                        .map(Class::getName)
                        .toList();
    }

    private static String signature(JsonNode method) {
        List<String> parameters = new ArrayList<>();
        method.path("parameterTypes").forEach(type -> parameters.add(type.asString("")));
        return method.path("name").asString("") + parameters;
    }

    @Test
    void everyNamedClassAndMethodExists() throws Exception {
        for (Registered entry : registered()) {
            assertThat(load(entry.condition())).isNotNull();
            boolean olderJava = entry.condition().endsWith("VirtualThreads")
                    && Runtime.version().feature() < VIRTUAL_THREADS;
            if (olderJava || NO_DEPENDENCY.contains(entry.name())) {
                continue;
            }
            Class<?> type = load(entry.name());
            Set<String> existing = new TreeSet<>();
            Arrays.stream(type.getDeclaredConstructors())
                    .map(NativeImageTest::signature)
                    .forEach(existing::add);
            Arrays.stream(type.getDeclaredMethods())
                    .map(NativeImageTest::signature)
                    .forEach(existing::add);
            assertThat(existing)
                    .as(entry.name())
                    .containsAll(entry.methods().stream()
                            .map(NativeImageTest::signature)
                            .toList());
        }
    }

    /** Returns the sources of the classes that users take into their programs, by the names of the classes. */
    private static Map<String, String> sources(String... modules) {
        Map<String, String> sources = new TreeMap<>();
        for (String module : modules) {
            Path root = Path.of("..", module, "src", "main", "java");
            try (Stream<Path> files = Files.walk(root)) {
                for (Path file :
                        files.filter(path -> path.toString().endsWith(".java")).toList()) {
                    String name = root.relativize(file).toString().replaceAll("[/\\\\]", ".");
                    sources.put(name.substring(0, name.length() - ".java".length()), Files.readString(file));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return sources;
    }

    /** Returns the classes whose sources contain a match. */
    private static Set<String> using(String regex) {
        Pattern pattern = Pattern.compile(regex);
        Set<String> using = new TreeSet<>();
        SOURCES.forEach((name, source) -> {
            if (pattern.matcher(source).find()) {
                using.add(name);
            }
        });
        return using;
    }

    @Test
    void everyReaderOfAPayloadIsNamed() throws Exception {
        Map<String, String> used = new TreeMap<>();
        for (String name : using("(?m)^@ReadBy\\(")) {
            ReadBy own = load(name).getAnnotation(ReadBy.class);
            used.put(name, own.value().getName() + " <init>[]");
        }
        assertThat(using(" @ReadBy\\("))
                .as("nested classes, which this test does not find")
                .isEmpty();
        Map<String, String> named = registered().stream()
                .filter(entry -> entry.name().startsWith("dev.iii."))
                .collect(Collectors.toMap(
                        Registered::condition,
                        entry -> entry.name() + " " + signature(entry.methods().get(0)),
                        (one, other) -> one + ", " + other,
                        TreeMap::new));
        assertThat(used).isNotEmpty().isEqualTo(named);
    }

    @Test
    void everyClassThatUsesReflectionByNameHasMetadata() throws Exception {
        Set<String> users = using("Class\\.forName\\(|\\.get(Declared)?(Constructor\\(|(Method|Field)\\([^)])");
        assertThat(users).contains(READERS, RECORDS_OF_USERS);
        users.removeAll(Set.of(READERS, RECORDS_OF_USERS));
        assertThat(registered())
                .filteredOn(entry -> !entry.name().startsWith("dev.iii."))
                .extracting(Registered::condition)
                .hasSameElementsAs(users);
    }

    @Test
    void everyClassThatIsLoadedByNameIsNamed() throws Exception {
        List<Registered> registered = registered();
        Pattern literal = Pattern.compile("\"((?:[a-z][a-z0-9]*\\.)+[A-Z][\\w$]*)\"");
        for (String loader : using("Class\\.forName\\(")) {
            List<String> names = registered.stream()
                    .filter(entry -> entry.condition().equals(loader))
                    .map(Registered::name)
                    .toList();
            assertThat(literal.matcher(SOURCES.get(loader)).results().map(found -> found.group(1)))
                    .as("classes that " + loader + " loads by name")
                    .isSubsetOf(names);
        }
    }

    @Test
    void everyResourceIsNamed() throws Exception {
        // MissingAnnotations reads classes in order to define them, which an image cannot do.
        assertThat(using("\\.(getResource|findResource)"))
                .containsExactlyInAnyOrder(
                        "dev.iii.sdk.internal.jackson.MissingAnnotations", "dev.iii.sdk.internal.worker.Announcement");
        JsonNode includes = metadata("resource-config.json").path("resources").path("includes");
        assertThat(includes.size()).isOne();
        String resource = "dev/iii/sdk/internal/worker/sdk.properties";
        assertThat(resource).matches(includes.path(0).path("pattern").asString(""));
        assertThat(condition(includes.path(0))).isEqualTo("dev.iii.sdk.internal.worker.Announcement");
        assertThat(NativeImageTest.class.getClassLoader().getResource(resource)).isNotNull();
    }
}
