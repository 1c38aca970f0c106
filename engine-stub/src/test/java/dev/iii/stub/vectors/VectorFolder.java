package dev.iii.stub.vectors;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Where the recordings are. */
enum VectorFolder {
    /** For the configuration {@code engine.yaml}. */
    MAIN(""),
    /** For {@code extra/engine.yaml}. */
    EXTRA("extra/");

    private final String prefix;

    VectorFolder(String prefix) {
        this.prefix = prefix;
    }

    /** All scenarios in the order of their names. */
    List<Scenario> scenarios() {
        try (Stream<Path> files = Files.list(path(prefix))) {
            return files.filter(file -> file.toString().endsWith(Scenario.ENDING))
                    .sorted()
                    .map(this::load)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Scenario scenario(String name) {
        return load(path(name + Scenario.ENDING));
    }

    private Scenario load(Path file) {
        try {
            return Scenario.load(file, prefix);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The recording of a scenario, whose name begins with its folder. */
    static Path file(String scenario) {
        return path(scenario + Scenario.ENDING);
    }

    /** The player that the recordings came with. */
    static Path script() {
        return path("README.md").resolveSibling("../replay.py").normalize();
    }

    /** The configuration that the scenarios were recorded with. */
    Path configuration() {
        return path(prefix + "engine.yaml");
    }

    /** What the stub does not do yet, of both folders. */
    static SkipList skipped() {
        try {
            return SkipList.load(path("skipped.txt"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path path(String name) {
        URL url = VectorFolder.class.getResource("/vectors/" + name);
        if (url == null) {
            throw new IllegalArgumentException("there is no vectors/" + name);
        }
        try {
            return Path.of(url.toURI());
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
