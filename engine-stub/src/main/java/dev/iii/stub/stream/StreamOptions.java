package dev.iii.stub.stream;

import dev.iii.stub.net.AllowedOrigins;
import dev.iii.transport.Limits;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Settings of the stream worker.
 *
 * @param address the address of the port for consumers; port 0 selects a free port
 * @param authFunction the function that is called for each consumer before it is connected, or {@code null} for none
 * @param limits the limits for the connection of a consumer
 * @param origins the pages that may connect
 */
public record StreamOptions(
        InetSocketAddress address, @Nullable String authFunction, Limits limits, AllowedOrigins origins) {}
