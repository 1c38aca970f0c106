package dev.iii.stub.setup;

import dev.iii.stub.net.AllowedOrigins;
import dev.iii.transport.EventLoop;
import dev.iii.transport.Limits;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The settings and resources that all workers of one engine are created from.
 *
 * @param configured {@code true} if the engine has a config file
 * @param host the interface that all ports listen on, {@code null} if the config file determines the interface of each
 *     port
 * @param limits the limits of one connection
 * @param environment the environment variables, which may contain secrets
 * @param version the version of the engine
 * @param mandatoryWorkers the names of the workers that every engine has
 * @param origins the pages that may use the ports of the engine
 * @param loops the threads that serve connections; the engine closes them
 */
public record SharedSetup(
        boolean configured,
        @Nullable String host,
        Limits limits,
        Map<String, String> environment,
        String version,
        Set<String> mandatoryWorkers,
        AllowedOrigins origins,
        List<EventLoop> loops) {

    /** Omits the environment, which may contain secrets. */
    @Override
    public String toString() {
        return "SharedSetup[" + version + (configured ? ", configured]" : "]");
    }
}
