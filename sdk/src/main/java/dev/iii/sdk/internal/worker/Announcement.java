package dev.iii.sdk.internal.worker;

import dev.iii.protocol.RawJson;
import dev.iii.sdk.WorkerProject;
import dev.iii.sdk.internal.json.JsonObject;
import dev.iii.sdk.internal.json.JsonValue;
import dev.iii.sdk.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** Describes a worker: creates the payload of {@code engine::workers::register} (engine behaviour, section 2). */
record Announcement(
        String name,
        @Nullable String namespace,
        @Nullable String description,
        @Nullable String isolation,
        WorkerProject project) {

    /** @param listed whether it contains the process id; without it, the engine does not list the worker */
    RawJson toJson(boolean listed) {
        JsonObject telemetry = new JsonObject().put("language", "java").putIfPresent("project_name", project.name());
        JsonObject data = new JsonObject()
                .put("runtime", "java")
                .put("version", sdkVersion())
                .put("name", name)
                .putIfPresent("description", description)
                .put("os", System.getProperty("os.name", "unknown").toLowerCase(Locale.ROOT))
                .putIfPresent("pid", listed ? Json.of(ProcessHandle.current().pid()) : null)
                .putIfPresent("isolation", isolation)
                .putIfPresent("namespace", namespace)
                .put(
                        "telemetry",
                        telemetry.putIfPresent("framework", project.framework()).toJson());
        return JsonValue.raw(data.toJson());
    }

    private static String sdkVersion() {
        Properties properties = new Properties();
        try (InputStream in = Announcement.class.getResourceAsStream("sdk.properties")) {
            if (in != null) {
                properties.load(in);
            }
        } catch (IOException e) {
            return "unknown";
        }
        return properties.getProperty("version", "unknown");
    }
}
