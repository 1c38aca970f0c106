package dev.iii.stub.setup;

import dev.iii.stub.config.ConfigSection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The key {@code adapter} of a section. It names a store of the real engine, of which this engine has only one kind. */
public final class Adapters {

    private static final Logger log = LoggerFactory.getLogger(Adapters.class);

    private Adapters() {}

    /**
     * Warns if the section names another adapter than the one that this engine has.
     *
     * @param supported the name that causes no warning
     * @param effect what this engine does instead, for the warning
     */
    public static void warnUnless(ConfigSection config, String supported, String effect) {
        ConfigSection adapter = config.section("adapter");
        if (adapter == null) {
            return;
        }
        String name = adapter.string("name", supported);
        adapter.ignore("config");
        if (!name.equals(supported)) {
            warn(adapter, name, effect);
        }
    }

    /** Warns if the section names an adapter, because this engine has none of them. */
    public static void warnAlways(ConfigSection config, String defaultName, String effect) {
        ConfigSection adapter = config.section("adapter");
        if (adapter != null) {
            String name = adapter.string("name", defaultName);
            adapter.ignore("config");
            warn(adapter, name, effect);
        }
    }

    private static void warn(ConfigSection adapter, String name, String effect) {
        log.warn(adapter.mistake("asks for the adapter \"" + name + "\"; " + effect)
                .getMessage());
    }

    /** Warns if the section asks for a store that outlives the process. */
    public static void warnUnlessInMemory(ConfigSection config) {
        ConfigSection adapter = config.section("adapter");
        if (adapter == null) {
            return;
        }
        String name = adapter.string("name", "kv");
        ConfigSection settings = adapter.section("config");
        String method = settings == null ? "in_memory" : settings.string("store_method", "in_memory");
        if (settings != null) {
            settings.keys();
        }
        if (!name.equals("kv") || !method.equals("in_memory")) {
            log.warn(adapter.mistake("asks for the adapter \"" + name + "\" with the store method \"" + method
                            + "\"; values are kept in memory only")
                    .getMessage());
        }
    }
}
