package dev.iii.sdk.internal.jackson;

import java.lang.reflect.Constructor;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.json.JsonMapper;

/**
 * Adds Jackson's module for Kotlin to a mapper if it is a dependency of the program. The compiled classes alone do not show
 * which parameters of a constructor are nullable or have a default.
 */
final class KotlinSupport {

    private static final String MODULE = "tools.jackson.module.kotlin.KotlinModule";

    private static final @Nullable Constructor<? extends JacksonModule> CONSTRUCTOR = find();

    private KotlinSupport() {}

    private static @Nullable Constructor<? extends JacksonModule> find() {
        try {
            return Class.forName(MODULE, true, KotlinSupport.class.getClassLoader())
                    .asSubclass(JacksonModule.class)
                    .getConstructor();
        } catch (ReflectiveOperationException | LinkageError e) {
            return null;
        }
    }

    /** Adds a new instance, because an instance keeps the classes that it knows. */
    static void addTo(JsonMapper.Builder builder) {
        if (CONSTRUCTOR == null) {
            return;
        }
        try {
            builder.addModule(CONSTRUCTOR.newInstance());
        } catch (ReflectiveOperationException | LinkageError e) {
            throw new IllegalStateException(
                    "tools.jackson.module:jackson-module-kotlin cannot be used; its version must fit those of Jackson and"
                            + " Kotlin, and kotlin-reflect must be a dependency",
                    e);
        }
    }
}
