package dev.iii.stub.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.stub.EngineStub;
import dev.iii.stub.StubOptions;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Starts an engine with an HTTP port, a worker and clients for each test. */
abstract class HttpPortScene {

    private static final int PATIENCE_SECONDS = 30;

    @TempDir
    Path folder;

    final HttpClient client = HttpClient.newHttpClient();
    EngineStub stub;
    FakeWorker worker;

    @BeforeEach
    void start() throws IOException {
        start("default_timeout: 30000");
    }

    final void start(String config) throws IOException {
        Path file = folder.resolve("engine.yaml");
        Files.writeString(
                file,
                "workers:\n  - name: iii-worker-manager\n    config: { port: 0 }\n  - name: http\n    config: { port: 0, "
                        + config + " }\n");
        stub = EngineStub.start(StubOptions.builder().configFile(file).build());
        worker = new FakeWorker(stub.workerUrl(), "shop");
    }

    void restart(String config) throws IOException {
        stop();
        start(config);
    }

    @AfterEach
    void stop() {
        worker.close();
        stub.close();
        assertThat(Thread.getAllStackTraces().keySet())
                .filteredOn(Thread::isAlive)
                .extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("iii-stub"));
    }

    HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create(stub.httpUrl() + path));
    }

    CompletableFuture<HttpResponse<String>> send(HttpRequest.Builder request) {
        return client.sendAsync(request.build(), BodyHandlers.ofString());
    }

    static <T> T get(CompletableFuture<T> future) {
        return future.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }

    RawHttp raw() throws IOException {
        return new RawHttp(stub.httpUrl());
    }
}
