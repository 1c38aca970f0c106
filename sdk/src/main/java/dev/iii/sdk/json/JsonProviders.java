package dev.iii.sdk.json;

import java.util.ServiceLoader;

/** Finds the implementation of {@link Json} with {@link ServiceLoader}. */
final class JsonProviders {

    private JsonProviders() {}

    /** Initialized on first use. Class initialization makes this safe for all threads. */
    private static final class Holder {
        private static final Json.Provider PROVIDER = ServiceLoader.load(
                        Json.Provider.class, Json.class.getClassLoader())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "no implementation of " + Json.Provider.class.getName() + " was found; the jar of iii-sdk is"
                                + " incomplete: keep its files below META-INF/services when you repackage it"));
    }

    static Json.Provider get() {
        return Holder.PROVIDER;
    }
}
