package dev.iii.stub.vectors;

import dev.iii.stub.EngineStub;
import dev.iii.stub.StubOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The stub, started with the configuration of the recordings but on free ports. */
final class StubUnderTest implements EngineUnderTest {

    private final EngineStub stub;

    private StubUnderTest(EngineStub stub) {
        this.stub = stub;
    }

    static EngineUnderTest start(VectorFolder folder) {
        try {
            Path config = Files.createTempFile("engine", ".yaml");
            try {
                String recorded = Files.readString(folder.configuration());
                Files.writeString(config, recorded.replaceAll("port: \\d+", "port: 0"));
                return new StubUnderTest(EngineStub.start(
                        StubOptions.builder().configFile(config).build()));
            } finally {
                Files.delete(config);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Endpoints endpoints() {
        Map<String, String> addresses = new HashMap<>();
        List<URI> workerPorts = stub.workerUrls();
        addresses.put("ws", workerPorts.get(0).toString());
        if (workerPorts.size() > 1) {
            addresses.put("rbac", workerPorts.get(1).toString());
        }
        putIfThere(addresses, "http", stub::httpUrl);
        putIfThere(addresses, "stream", stub::streamUrl);
        return new Endpoints(addresses);
    }

    private static void putIfThere(Map<String, String> addresses, String port, Supplier<URI> url) {
        try {
            addresses.put(port, url.get().toString());
        } catch (IllegalStateException e) {
            // The stub has no such port yet; scenarios that need it say so.
        }
    }

    @Override
    public SkipList skipped() {
        return VectorFolder.skipped();
    }

    @Override
    public void close() {
        stub.close();
    }
}
