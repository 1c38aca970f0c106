package dev.iii.stub.setup;

import dev.iii.stub.config.ConfigSection;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * The settings and resources that one engine worker is created from.
 *
 * @param config its section of the config file, empty if there is none
 * @param port the port from the options of the engine, {@code null} if the port of the section counts
 * @param shared what all workers of the engine are created from
 */
public record EngineWorkerSetup(
        ConfigSection config, @Nullable Integer port, SharedSetup shared) {

    /** The host that ports listen on if none is configured. */
    public static final String LOOPBACK = "127.0.0.1";

    /**
     * Returns where the worker listens: as in the options of the engine, otherwise as in its section, otherwise on the
     * loopback interface.
     *
     * @param defaultPort the port if neither names one and there is a config file; without a config file it is a free one
     */
    public InetSocketAddress address(int defaultPort) {
        String sectionHost = config.string("host", LOOPBACK);
        Integer sectionPort = config.port("port");
        String host = shared.host();
        int fallback = shared.configured() ? defaultPort : 0;
        int configuredPort = sectionPort == null ? fallback : sectionPort;
        return new InetSocketAddress(host == null ? sectionHost : host, port == null ? configuredPort : port);
    }
}
