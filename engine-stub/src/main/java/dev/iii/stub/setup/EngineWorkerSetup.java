package dev.iii.stub.setup;

import dev.iii.stub.config.ConfigSection;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * The settings and resources that one engine worker is created from.
 *
 * @param config its section of the config file, empty if there is none
 * @param port the port from the options of the engine, {@code null} if the port of the section counts
 * @param defaultPort the port if neither the options nor the section contain one, 0 for a free one; {@code null} if the
 *     definition of the worker has no port
 * @param shared what all workers of the engine are created from
 */
public record EngineWorkerSetup(
        ConfigSection config,
        @Nullable Integer port,
        @Nullable Integer defaultPort,
        SharedSetup shared) {

    /** The host that ports listen on if none is configured. */
    public static final String LOOPBACK = "127.0.0.1";

    /**
     * Returns the address on which the worker listens. Host and port are those of the options of the engine, otherwise
     * those of the section, otherwise the loopback interface and the default port.
     *
     * @throws IllegalStateException if the definition of the worker has no port
     */
    public InetSocketAddress address() {
        if (defaultPort == null) {
            throw new IllegalStateException("the definition of this engine worker has no port; add withPort(…) to it");
        }
        String sectionHost = config.string("host", LOOPBACK);
        Integer sectionPort = config.port("port");
        String host = shared.host();
        int configuredPort = sectionPort == null ? defaultPort : sectionPort;
        return new InetSocketAddress(host == null ? sectionHost : host, port == null ? configuredPort : port);
    }
}
