package dev.iii.sdk.internal.worker;

import dev.iii.protocol.RawJson;
import dev.iii.sdk.WorkerProject;
import dev.iii.sdk.internal.jackson.JacksonCodec;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ObjectNode;

/** Describes a worker: creates the payload of {@code engine::workers::register} (engine behaviour, section 2). */
final class Announcement {

    private Announcement() {}

    static RawJson of(
            String name,
            @Nullable String namespace,
            @Nullable String description,
            @Nullable String isolation,
            WorkerProject project) {
        ObjectMapper mapper = JacksonCodec.INSTANCE.mapper();
        ObjectNode data = mapper.createObjectNode();
        data.put("runtime", "java");
        data.put("version", sdkVersion());
        data.put("name", name);
        if (description != null) {
            data.put("description", description);
        }
        data.put("os", System.getProperty("os.name", "unknown").toLowerCase(Locale.ROOT));
        data.put("pid", ProcessHandle.current().pid());
        if (isolation != null) {
            data.put("isolation", isolation);
        }
        if (namespace != null) {
            data.put("namespace", namespace);
        }
        ObjectNode telemetry = data.putObject("telemetry");
        telemetry.put("language", "java");
        if (project.name() != null) {
            telemetry.put("project_name", project.name());
        }
        telemetry.put("framework", project.framework());
        return RawJson.wrap(mapper.writeValueAsBytes(data));
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
