package dev.iii.sdk.trigger;

import dev.iii.sdk.internal.check.Arguments;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Calls the function when a configuration is registered or changes (engine behaviour, section 18). The payload is a
 * {@link ConfigurationEvent}. Immutable.
 */
public final class ConfigurationTrigger extends BuiltInTrigger<ConfigurationTrigger> {

    private ConfigurationTrigger(Settings settings) {
        super("configuration", settings);
    }

    @Override
    ConfigurationTrigger copy(Settings changed) {
        return new ConfigurationTrigger(changed);
    }

    /** Creates a trigger for all configurations. */
    public static ConfigurationTrigger any() {
        return new ConfigurationTrigger(Settings.NONE);
    }

    /** Creates a trigger for one configuration. */
    public static ConfigurationTrigger of(String configurationId) {
        return any().withString("configuration_id", configurationId, "configuration id");
    }

    /** Limits this trigger to some kinds of events. Default: all kinds. */
    public ConfigurationTrigger events(ConfigurationEvent.Kind first, ConfigurationEvent.Kind... more) {
        List<String> kinds = Stream.concat(
                        Stream.of(Arguments.notNull(first, "kind")), Stream.of(Arguments.notNull(more, "kinds")))
                .map(kind -> "configuration:"
                        + Arguments.notNull(kind, "kind").name().toLowerCase(Locale.ROOT))
                .distinct()
                .toList();
        return with("event_types", kinds);
    }

    /**
     * Sets a function that the engine calls first, with the same payload. If it returns {@code false} or fails, the
     * engine does not call the function of this trigger. Default: none.
     */
    public ConfigurationTrigger condition(String functionId) {
        return withCondition(functionId);
    }
}
