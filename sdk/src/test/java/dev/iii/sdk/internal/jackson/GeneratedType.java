package dev.iii.sdk.internal.jackson;

import java.io.IOException;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/**
 * A class whose source is generated, with values for its components.
 *
 * @param form the way in which the components are written and read
 */
record GeneratedType(String name, Form form, List<Component> components) {

    /** The values of each type of a component. */
    private static final Map<String, List<Object>> TYPES = ExtremeValues.all();

    private static final List<String> NAMES = List.copyOf(TYPES.keySet());

    private static final List<String> ANNOTATIONS = List.of(
            "",
            "",
            "",
            "@JsonProperty(\"other\")",
            "@JsonInclude(JsonInclude.Include.NON_EMPTY)",
            "@JsonFormat(shape = JsonFormat.Shape.STRING)",
            "@JsonFormat(shape = JsonFormat.Shape.NUMBER)",
            "@JsonFormat(shape = JsonFormat.Shape.ARRAY)");

    enum Form {
        RECORD,
        BEAN,
        FIELDS,
        CREATOR,
        CHAINED
    }

    /** What a component contains. */
    enum Container {
        PLAIN("%s"),
        OPTIONAL("java.util.Optional<%s>"),
        REFERENCE("java.util.concurrent.atomic.AtomicReference<%s>"),
        LIST("java.util.List<%s>"),
        SET("java.util.Set<%s>"),
        ARRAY("%s[]"),
        VALUES("java.util.Map<String, %s>"),
        KEYS("java.util.Map<%s, Integer>");

        private final String source;

        Container(String source) {
            this.source = source;
        }

        private Object wrap(Object content, Class<?> type) {
            return switch (this) {
                case PLAIN -> content;
                case OPTIONAL -> Optional.of(content);
                case REFERENCE -> new AtomicReference<>(content);
                case LIST -> List.of(content, content);
                case SET -> new LinkedHashSet<>(List.of(content));
                case ARRAY -> {
                    Object array = Array.newInstance(type, 1);
                    Array.set(array, 0, content);
                    yield array;
                }
                case VALUES -> Map.of("key", content);
                case KEYS -> Map.of(content, 1);
            };
        }
    }

    record Component(String name, String type, Container outer, Container inner, String annotation) {

        private String source() {
            return outer.source.formatted(inner.source.formatted(type));
        }
    }

    /** Returns a class for each type alone and as a key, of which every value is tested. */
    static List<GeneratedType> oneOfEach() {
        List<GeneratedType> types = new ArrayList<>();
        for (String type : NAMES) {
            for (Container container : List.of(Container.PLAIN, Container.KEYS)) {
                if (fits(type, container)) {
                    types.add(new GeneratedType(
                            "E" + types.size(),
                            types.size() % 3 == 0 ? Form.BEAN : Form.RECORD,
                            List.of(new Component("a", type, container, Container.PLAIN, ""))));
                }
            }
        }
        return types;
    }

    static GeneratedType any(Random random, String name) {
        List<Component> components = new ArrayList<>();
        int size = 1 + random.nextInt(3);
        Form form = Form.values()[random.nextInt(Form.values().length)];
        while (components.size() < size) {
            Component component = component(random, String.valueOf((char) ('a' + components.size())));
            if (!isLostByRequest(form, component)) {
                components.add(component);
            }
        }
        return new GeneratedType(name, form, components);
    }

    /** Returns {@code true} if the annotation requests that a part of the value is not written. */
    private static boolean isLostByRequest(Form form, Component component) {
        boolean isOmitted = form != Form.RECORD && component.annotation.startsWith("@JsonInclude");
        boolean isWithoutZone = component.annotation.contains("NUMBER") && component.type.endsWith("DateTime");
        return isOmitted || isWithoutZone;
    }

    private static Component component(Random random, String name) {
        Container[] containers = Container.values();
        while (true) {
            String type = NAMES.get(random.nextInt(NAMES.size()));
            Container inner = containers[random.nextInt(containers.length)];
            Container outer = containers[random.nextInt(containers.length)];
            boolean nested = outer == Container.PLAIN
                    || (inner != Container.ARRAY && outer != Container.ARRAY && outer != Container.KEYS);
            if (fits(type, inner) && nested && (outer == Container.PLAIN || inner != Container.PLAIN)) {
                String annotation = ANNOTATIONS.get(random.nextInt(ANNOTATIONS.size()));
                return new Component(name, type, outer, inner, annotation.replace("other", "other" + name));
            }
        }
    }

    private static boolean fits(String type, Container container) {
        boolean primitive = Character.isLowerCase(type.charAt(0)) && type.indexOf('.') < 0 && !type.endsWith("[]");
        return switch (container) {
            case PLAIN -> true;
            case ARRAY -> !type.endsWith(">");
            default -> !primitive;
        };
    }

    /** Compiles the types; returns {@code false} if there is no compiler. */
    static boolean compile(List<GeneratedType> types, Path directory) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        if (compiler == null) {
            return false;
        }
        Path file = directory.resolve("Types.java");
        Files.writeString(
                file,
                types.stream()
                        .map(GeneratedType::source)
                        .collect(Collectors.joining("\n", "import com.fasterxml.jackson.annotation.*;\n", "")));
        String classPath = System.getProperty("java.class.path")
                + java.io.File.pathSeparator
                + System.getProperty("jdk.module.path", "");
        int result = compiler.run(
                null,
                null,
                null,
                "-proc:none",
                "-parameters",
                "-nowarn",
                "-d",
                directory.toString(),
                "-cp",
                classPath,
                file.toString());
        if (result != 0) {
            throw new IllegalStateException("the generated source does not compile");
        }
        return true;
    }

    String source() {
        String body = components.stream().map(this::member).collect(Collectors.joining(" "));
        String parameters = components.stream()
                .map(component -> component.annotation + " " + component.source() + " " + component.name)
                .collect(Collectors.joining(", "));
        return switch (form) {
            case RECORD -> "record %s(%s) {}".formatted(name, parameters);
            case CREATOR ->
                "class %s { %s @JsonCreator %s(%s) { %s } }"
                        .formatted(
                                name,
                                body,
                                name,
                                components.stream()
                                        .map(component -> (component.annotation.startsWith("@JsonProperty")
                                                        ? component.annotation
                                                        : "@JsonProperty(\"" + component.name + "\") "
                                                                + component.annotation)
                                                + " " + component.source() + " " + component.name)
                                        .collect(Collectors.joining(", ")),
                                components.stream()
                                        .map(component -> "this." + component.name + " = " + component.name + ";")
                                        .collect(Collectors.joining(" ")));
            default -> "class %s { %s }".formatted(name, body);
        };
    }

    private String member(Component component) {
        String type = component.source();
        String upper = component.name.toUpperCase(Locale.ROOT);
        String getter = "public %s get%s() { return %s; }".formatted(type, upper, component.name);
        String field = "private %s %s;".formatted(type, component.name);
        String annotated = component.annotation + " " + field;
        return switch (form) {
            case RECORD -> "";
            case FIELDS -> component.annotation + " public %s %s;".formatted(type, component.name);
            case BEAN ->
                annotated + " " + getter
                        + " public void set%s(%s value) { %s = value; }".formatted(upper, type, component.name);
            case CHAINED ->
                annotated + " " + getter
                        + " public %s set%s(%s value) { %s = value; return this; }"
                                .formatted(name, upper, type, component.name);
            case CREATOR -> annotated.replace("private", "private final") + " " + getter;
        };
    }

    Class<?> load(ClassLoader loader) {
        try {
            return loader.loadClass(name);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns how many values are needed to have each extreme value in one of them. */
    int values() {
        return components.stream()
                .mapToInt(component -> extremes(component).size())
                .max()
                .orElse(0);
    }

    private static List<Object> extremes(Component component) {
        return Objects.requireNonNull(TYPES.get(component.type));
    }

    /** Returns an object; its components have the value with a number, or any if there are not so many. */
    Object value(Class<?> loaded, int number, Random random) {
        Object[] values = new Object[components.size()];
        for (int index = 0; index < values.length; index++) {
            Component component = components.get(index);
            List<Object> extremes = extremes(component);
            Object content =
                    extremes.get(components.size() == 1 ? number % extremes.size() : random.nextInt(extremes.size()));
            values[index] = wrap(loaded, component, content);
        }
        try {
            if (form == Form.RECORD || form == Form.CREATOR) {
                Constructor<?> constructor = loaded.getDeclaredConstructors()[0];
                constructor.setAccessible(true);
                return constructor.newInstance(values);
            }
            Constructor<?> constructor = loaded.getDeclaredConstructor();
            constructor.setAccessible(true);
            Object object = constructor.newInstance();
            for (int index = 0; index < values.length; index++) {
                field(loaded, components.get(index)).set(object, values[index]);
            }
            return object;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private Object wrap(Class<?> loaded, Component component, Object content) {
        Class<?> raw = rawClass(loaded, component);
        Object inner = component.inner.wrap(content, element(raw, content));
        return component.outer.wrap(inner, element(raw, inner));
    }

    private static Class<?> element(Class<?> raw, Object content) {
        return raw.isArray() && !raw.isInstance(content) ? raw.getComponentType() : content.getClass();
    }

    private Class<?> rawClass(Class<?> loaded, Component component) {
        try {
            return field(loaded, component).getType();
        } catch (NoSuchFieldException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Field field(Class<?> loaded, Component component) throws NoSuchFieldException {
        Field field = loaded.getDeclaredField(component.name);
        field.setAccessible(true);
        return field;
    }

    /** Returns the first component that differs, {@code null} if there is none. */
    @Nullable
    String difference(Object value, @Nullable Object back) {
        if (back == null) {
            return "null";
        }
        for (Component component : components) {
            Object expected = comparable(get(value, component));
            Object actual = comparable(get(back, component));
            if (!expected.equals(actual)) {
                return actual + " instead of " + expected;
            }
        }
        return null;
    }

    String show(Object value) {
        return components.stream()
                .map(component -> component.name + "=" + comparable(get(value, component)))
                .collect(Collectors.joining(", "));
    }

    private @Nullable Object get(Object object, Component component) {
        try {
            return field(object.getClass(), component).get(object);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Object comparable(@Nullable Object value) {
        if (value == null) {
            return "null";
        }
        if (value.getClass().isArray()) {
            List<Object> elements = new ArrayList<>();
            for (int index = 0; index < Array.getLength(value); index++) {
                elements.add(comparable(Array.get(value, index)));
            }
            return elements;
        }
        if (value instanceof Optional<?> optional) {
            return List.of(optional.map(GeneratedType::comparable));
        }
        if (value instanceof AtomicReference<?> reference) {
            return List.of("reference", comparable(reference.get()));
        }
        if (value instanceof Map<?, ?> map) {
            Map<Object, Object> entries = new LinkedHashMap<>();
            map.forEach((key, content) -> entries.put(comparable(key), comparable(content)));
            return entries;
        }
        if (value instanceof Collection<?> collection) {
            return collection.stream().map(GeneratedType::comparable).toList();
        }
        boolean isText = value instanceof StringBuilder
                || value instanceof Pattern
                || value.getClass().getName().startsWith("java.util.concurrent.atomic.");
        return isText ? value.getClass().getSimpleName() + value : value;
    }
}
