package dev.iii.sdk.internal.runtime;

import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/** Creates virtual threads by reflection, because the sources are compiled for Java 17, which does not have them. */
final class VirtualThreads {

    private static final int FIRST_VERSION = 21;
    /** Before this version, virtual threads that wait in synchronized code occupy the threads that all virtual threads need. */
    private static final int FIRST_UNPINNED_VERSION = 24;

    private VirtualThreads() {}

    /**
     * Returns a factory of virtual threads that may wait in any way, also in synchronized code; {@code null} if the Java
     * runtime does not have them. Otherwise like {@link #factory}.
     */
    static @Nullable ThreadFactory unpinnedFactory(String prefix) {
        return Runtime.version().feature() < FIRST_UNPINNED_VERSION ? null : factory(prefix);
    }

    /** Returns a factory of virtual threads with numbered names; {@code null} if the Java runtime does not have them. */
    static @Nullable ThreadFactory factory(String prefix) {
        if (Runtime.version().feature() < FIRST_VERSION) {
            return null;
        }
        try {
            // Thread.ofVirtual().name(prefix, 0).factory()
            Class<?> builderType = Class.forName("java.lang.Thread$Builder");
            Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
            Object named =
                    builderType.getMethod("name", String.class, long.class).invoke(builder, prefix, 0L);
            return (ThreadFactory) builderType.getMethod("factory").invoke(named);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Java " + Runtime.version() + " has no virtual threads", e);
        }
    }
}
