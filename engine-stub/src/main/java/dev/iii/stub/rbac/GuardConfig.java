package dev.iii.stub.rbac;

import dev.iii.protocol.RawJson;
import dev.iii.stub.config.ConfigException;
import dev.iii.stub.config.ConfigSection;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the access control of a worker port from a config file. An unknown key is an error, because it could be a
 * misspelled restriction.
 */
public final class GuardConfig {

    private GuardConfig() {}

    /**
     * Returns the rules of a port, or {@code null} if the section has none and every worker may connect.
     *
     * @throws ConfigException if a value or a key is invalid
     */
    public static @Nullable GuardRules read(ConfigSection port) {
        String middleware = port.string("middleware_function_id");
        ConfigSection section = port.section("rbac");
        if (section == null) {
            return middleware == null ? null : new GuardRules(null, middleware);
        }
        GuardRules.Rbac rbac = new GuardRules.Rbac(
                section.string("auth_function_id"),
                section.string("on_function_registration_function_id"),
                section.string("on_trigger_registration_function_id"),
                section.string("on_trigger_type_registration_function_id"),
                exposures(section));
        for (String unknown : section.unknownKeys()) {
            throw new ConfigException(unknown.replace(" and has no effect", ""));
        }
        return new GuardRules(rbac, middleware);
    }

    private static List<Exposure> exposures(ConfigSection rbac) {
        List<Exposure> exposures = new ArrayList<>();
        for (ConfigSection.Item item : rbac.items("expose_functions")) {
            String text = item.text();
            ConfigSection section = item.section();
            if (text != null) {
                String pattern = Wildcard.unwrapped(text);
                if (pattern == null) {
                    throw rbac.mistake("has \"" + text + "\" in expose_functions; write match(\"" + text
                            + "\"), or a section with match or metadata");
                }
                exposures.add(Exposure.ofIds(pattern, null));
            } else if (section != null) {
                exposures.add(exposure(section));
            }
        }
        return exposures;
    }

    private static Exposure exposure(ConfigSection section) {
        String namespace = section.string("namespace");
        String pattern = section.string("match");
        Map<String, RawJson> values = metadata(section.section("metadata"));
        if (pattern != null && values.isEmpty()) {
            return Exposure.ofIds(pattern, namespace);
        }
        if (pattern == null && !values.isEmpty()) {
            return Exposure.ofMetadata(values, namespace);
        }
        throw section.mistake("needs either match or metadata with at least one value, and not both");
    }

    private static Map<String, RawJson> metadata(@Nullable ConfigSection section) {
        Map<String, RawJson> values = new LinkedHashMap<>();
        if (section != null) {
            for (String name : section.keys()) {
                RawJson value = section.json(name);
                values.put(name, value == null ? RawJson.NULL : value);
            }
        }
        return values;
    }
}
