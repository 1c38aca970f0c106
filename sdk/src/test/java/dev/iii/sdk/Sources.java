package dev.iii.sdk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The main sources of all modules, for tests that look at them. */
final class Sources {

    private static final Pattern EXPORT = Pattern.compile("(?m)^ *exports ([\\w.]+)(?: to\\b[^;]*)?;");

    private Sources() {}

    static List<Path> ofAllModules() {
        return roots().stream().flatMap(root -> javaFiles(root, 100)).toList();
    }

    /** Only what other modules can see: the packages that are exported, to all modules or to some of them. */
    static List<Path> ofExportedPackages() {
        List<Path> found = new ArrayList<>();
        for (Path root : roots()) {
            Path module = root.resolve("module-info.java");
            if (Files.exists(module)) {
                EXPORT.matcher(read(module))
                        .results()
                        .map(exports -> exports.group(1).replace('.', '/'))
                        .flatMap(folder -> javaFiles(root.resolve(folder), 1))
                        .forEach(found::add);
            }
        }
        return found;
    }

    private static List<Path> roots() {
        try (Stream<Path> modules = Files.list(Path.of("").toAbsolutePath().getParent())) {
            return modules.map(module -> module.resolve("src/main/java"))
                    .filter(Files::isDirectory)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Path> javaFiles(Path folder, int depth) {
        try (Stream<Path> files = Files.walk(folder, depth)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
