package dev.iii.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reports files and methods that are longer than usual. Size is a question, not an error: a long file may be one idea, and a
 * split one may be worse.
 */
class SourceSizeReportTest {

    private static final Logger log = LoggerFactory.getLogger(SourceSizeReportTest.class);
    private static final int FILE_LINES = 400;
    private static final int METHOD_LINES = 40;

    private static final List<Path> SOURCES = Sources.ofAllModules();

    @Test
    void theSourcesOfEveryModuleAreRead() {
        assertThat(SOURCES)
                .anyMatch(file -> file.endsWith("sdk/src/main/java/dev/iii/sdk/Worker.java"))
                .anyMatch(file -> file.endsWith("transport/src/main/java/dev/iii/transport/EventLoop.java"))
                .anyMatch(file -> file.endsWith("engine-stub/src/main/java/dev/iii/stub/EngineStub.java"));
    }

    @Test
    void longFilesAndMethodsAreReported() throws IOException {
        List<String> tooLong = new ArrayList<>();
        for (Path file : SOURCES) {
            int lines = Files.readAllLines(file).size();
            if (lines > FILE_LINES) {
                tooLong.add(file + ": " + lines + " lines");
            }
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task = (JavacTask)
                    compiler.getTask(null, files, null, null, null, files.getJavaFileObjectsFromPaths(SOURCES));
            SourcePositions positions = Trees.instance(task).getSourcePositions();
            for (CompilationUnitTree unit : task.parse()) {
                unit.accept(new LongMethods(unit, positions, tooLong), null);
            }
        }
        tooLong.forEach(one -> log.warn("Is this one idea? {}", one));
        assertThat(SOURCES).isNotEmpty();
    }

    private static final class LongMethods extends TreeScanner<Void, Void> {

        private final CompilationUnitTree unit;
        private final SourcePositions positions;
        private final List<String> tooLong;

        LongMethods(CompilationUnitTree unit, SourcePositions positions, List<String> tooLong) {
            this.unit = unit;
            this.positions = positions;
            this.tooLong = tooLong;
        }

        @Override
        public Void visitMethod(MethodTree method, Void unused) {
            if (method.getBody() != null) {
                long from = positions.getStartPosition(unit, method);
                long to = positions.getEndPosition(unit, method);
                long lines = text(unit).substring((int) from, (int) to).lines().count();
                if (lines > METHOD_LINES) {
                    tooLong.add(unit.getSourceFile().getName() + ": " + method.getName() + " has " + lines + " lines");
                }
            }
            return super.visitMethod(method, null);
        }

        private static String text(CompilationUnitTree unit) {
            try {
                return unit.getSourceFile().getCharContent(true).toString();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
