package dev.iii.sdk.internal.worker;

import dev.iii.sdk.Iii;
import dev.iii.sdk.Worker;
import dev.iii.sdk.WorkerOptions;
import dev.iii.sdk.internal.address.SocketAddresses;
import dev.iii.sdk.internal.check.Arguments;
import dev.iii.sdk.internal.stream.SocketStreamConsumer;
import dev.iii.sdk.stream.StreamConsumer;
import dev.iii.sdk.stream.StreamConsumerOptions;
import java.net.URI;
import java.util.function.Consumer;

/** Creates workers and stream consumers. Found by its service name. */
public final class WorkerProvider implements Iii.Provider {

    /** Created by {@link java.util.ServiceLoader}. */
    public WorkerProvider() {}

    @Override
    public Worker registerWorker(String url, WorkerOptions options) {
        return registerWorker(url, options, worker -> {});
    }

    @Override
    public Worker registerWorker(WorkerOptions options) {
        return registerWorker(Environment.ofProcess().url(), options);
    }

    @Override
    public Worker registerWorker(String url, WorkerOptions options, Consumer<? super Worker> registrations) {
        Arguments.notNull(options, "options");
        Arguments.notNull(registrations, "registrations");
        URI address = SocketAddresses.parse(url, "engine address", Environment.DEFAULT_URL);
        return DefaultWorker.start(address, options, Environment.ofProcess(), registrations);
    }

    @Override
    public Worker registerWorker(WorkerOptions options, Consumer<? super Worker> registrations) {
        return registerWorker(Environment.ofProcess().url(), options, registrations);
    }

    @Override
    public StreamConsumer connectStreams(String url, StreamConsumerOptions options) {
        return SocketStreamConsumer.connect(url, options);
    }
}
