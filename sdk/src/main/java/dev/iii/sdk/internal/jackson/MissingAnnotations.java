package dev.iii.sdk.internal.jackson;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.util.List;

/**
 * Defines annotations of Jackson that Jackson 3 needs and that versions of {@code jackson-annotations} before 2.21 do not
 * have. Bills of materials such as that of Spring Boot 3.5 manage such a version, and Jackson 3 then fails when its first
 * mapper is created. It needs nothing else of the newer version.
 *
 * <p>The annotations are defined by the class loader that has loaded the others. This needs a program on the class path: the
 * module of the annotations does not open its package.
 */
final class MissingAnnotations {

    private static final String PACKAGE = "com.fasterxml.jackson.annotation.";
    private static final List<String> NAMES = List.of("JsonDeserializeAs", "JsonSerializeAs");

    private MissingAnnotations() {}

    /** Returns {@code true} if an annotation that Jackson 3 needs does not exist. */
    static boolean exist() {
        return NAMES.stream().anyMatch(MissingAnnotations::isMissing);
    }

    /** Defines the annotations that do not exist. Returns {@code false} if that is not possible. */
    static boolean define() {
        try {
            MethodHandles.Lookup lookup = MethodHandles.privateLookupIn(JsonProperty.class, MethodHandles.lookup());
            for (String name : NAMES) {
                if (isMissing(name)) {
                    define(name, lookup);
                }
            }
            return !exist();
        } catch (IllegalAccessException | IOException | RuntimeException e) {
            return false;
        }
    }

    private static void define(String name, MethodHandles.Lookup lookup) throws IllegalAccessException, IOException {
        // Not a .class file, because it is not in the directory of its package.
        try (InputStream in = MissingAnnotations.class.getResourceAsStream(name + ".bin")) {
            if (in == null) {
                throw new IOException(name + " is not in the jar of the SDK");
            }
            lookup.defineClass(in.readAllBytes());
        } catch (LinkageError e) {
            // Another copy of the SDK has defined it at the same time, or it cannot be defined, which the caller
            // notices.
            return;
        }
    }

    private static boolean isMissing(String name) {
        try {
            Class.forName(PACKAGE + name, false, JsonProperty.class.getClassLoader());
            return false;
        } catch (ClassNotFoundException e) {
            return true;
        }
    }
}
