package dev.iii.stub.stream;

import dev.iii.transport.Limits;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * What the stream worker can be told.
 *
 * @param address where consumers connect; port 0 for a free one
 * @param authFunction the function that is asked about each consumer before it is connected, {@code null} for none
 * @param limits what the connection of a consumer may cost
 */
public record StreamOptions(
        InetSocketAddress address, @Nullable String authFunction, Limits limits) {}
