package dev.iii.sdk.trigger;

import dev.iii.sdk.internal.check.Arguments;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Calls the function when a configuration is registered or changes (engine behaviour, section 18), with a
 * {@link ConfigurationEvent}. Immutable.
 */
public final class ConfigurationTrigger extends BuiltIn<ConfigurationTrigger> {

    private ConfigurationTrigger(Parts parts) {
        super("configuration", parts);
    }

    @Override
    ConfigurationTrigger copy(Parts changed) {
        return new ConfigurationTrigger(changed);
    }

    /** All configurations. */
    public static ConfigurationTrigger any() {
        return new ConfigurationTrigger(Parts.NONE);
    }

    /** The configuration of this id. */
    public static ConfigurationTrigger of(String configurationId) {
        return any().withText("configuration_id", configurationId, "configuration id");
    }

    /** These kinds of events alone. */
    public ConfigurationTrigger events(ConfigurationEvent.Kind first, ConfigurationEvent.Kind... more) {
        List<String> kinds = Stream.concat(
                        Stream.of(Arguments.notNull(first, "kind")), Stream.of(Arguments.notNull(more, "kinds")))
                .map(kind -> "configuration:"
                        + Arguments.notNull(kind, "kind").name().toLowerCase(Locale.ROOT))
                .distinct()
                .toList();
        return with("event_types", kinds);
    }

    /** Asks this function first, with the same payload; its answer {@code false} stops the call, an error does too. */
    public ConfigurationTrigger condition(String functionId) {
        return withCondition(functionId);
    }
}
