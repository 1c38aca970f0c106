package dev.iii.sdk.internal.jackson;

import dev.iii.sdk.json.JsonCodec;
import java.util.Iterator;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/**
 * The library that the standard codec uses: Jackson 3 if it can run with the dependencies of the program; otherwise that of
 * a {@link JsonCodec.Provider}, for example Jackson 2; otherwise Jackson 3 with the {@linkplain MissingAnnotations
 * annotations} that the dependencies lack.
 *
 * @param jackson the codec that uses Jackson 3; {@code null} if it cannot run
 * @param provided the codec of a provider; {@code null} if there is none or it is not needed
 */
record CodecChoice(@Nullable JacksonCodec jackson, @Nullable JsonCodec provided) {

    private static final String CANNOT_RUN =
            "Jackson 3 cannot run, because the dependencies of this program do not contain"
                    + " tools.jackson.core:jackson-databind and com.fasterxml.jackson.core:jackson-annotations 2.21 or newer; ";

    static CodecChoice choose() {
        if (canRun() && !MissingAnnotations.exist()) {
            return new CodecChoice(JacksonCodec.INSTANCE, null);
        }
        Iterator<JsonCodec.Provider> providers = ServiceLoader.load(
                        JsonCodec.Provider.class, JsonCodec.class.getClassLoader())
                .iterator();
        if (providers.hasNext()) {
            return new CodecChoice(null, providers.next().codec());
        }
        return canRunCompleted() ? new CodecChoice(JacksonCodec.INSTANCE, null) : new CodecChoice(null, null);
    }

    /**
     * Checks that Jackson 3 can run, also where the standard codec uses another library.
     *
     * @throws IllegalStateException if it cannot; the message contains the remedy
     */
    static void requireJackson() {
        if (!canRunCompleted()) {
            throw new IllegalStateException(CANNOT_RUN + "add these dependencies");
        }
    }

    private static boolean canRunCompleted() {
        return canRun() && MissingAnnotations.define();
    }

    /** Returns {@code true} if the program has the classes of Jackson 3 and any version of the annotations. */
    private static boolean canRun() {
        ClassLoader loader = CodecChoice.class.getClassLoader();
        try {
            Class.forName("tools.jackson.databind.ObjectMapper", false, loader);
            Class.forName("com.fasterxml.jackson.annotation.JsonProperty", false, loader);
            return true;
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }

    /**
     * Returns the codec that is used instead of Jackson 3.
     *
     * @throws IllegalStateException if there is none; the message contains the remedy
     */
    JsonCodec other() {
        if (provided == null) {
            throw new IllegalStateException(
                    CANNOT_RUN + "add the dependency dev.iii:iii-jackson2, which uses Jackson 2, or"
                            + " these dependencies, or set a codec with WorkerOptions.Builder.codec");
        }
        return provided;
    }
}
