package dev.iii.stub.telemetry;

import dev.iii.protocol.RawJson;
import dev.iii.stub.core.trigger.Trigger;
import dev.iii.stub.json.JsonCursor;
import dev.iii.stub.json.JsonText;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads strings from the configs of triggers like the real engine. A value that is not a string counts as absent and is
 * logged.
 */
final class ConfigText {

    private static final Logger log = LoggerFactory.getLogger(ConfigText.class);

    private ConfigText() {}

    static @Nullable String read(Trigger trigger, String field) {
        RawJson config = trigger.config();
        if (!config.isObject()) {
            return null;
        }
        byte[] name = field.getBytes(StandardCharsets.UTF_8);
        RawJson value = null;
        JsonCursor members = JsonCursor.ofObject(config);
        while (members.next()) {
            if (members.nameIs(name)) {
                value = members.value();
            }
        }
        if (value == null || value.isNull()) {
            return null;
        }
        if (!JsonText.isString(value)) {
            log.warn("The {} has a {} that is not a string and has no effect", trigger.described(), field);
            return null;
        }
        return JsonText.string(value);
    }
}
