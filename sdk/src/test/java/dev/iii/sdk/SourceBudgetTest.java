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

/** The sizes that the main sources of every module keep to. */
class SourceBudgetTest {

    private static final int FILE_LINES = 400;
    private static final int METHOD_LINES = 40;

    private static final List<Path> SOURCES = Sources.ofAllModules();

    @Test
    void theSourcesOfEveryModuleAreLookedAt() {
        assertThat(SOURCES)
                .anyMatch(file -> file.endsWith("sdk/src/main/java/dev/iii/sdk/Worker.java"))
                .anyMatch(file -> file.endsWith("transport/src/main/java/dev/iii/transport/EventLoop.java"))
                .anyMatch(file -> file.endsWith("engine-stub/src/main/java/dev/iii/stub/core/Engine.java"));
    }

    @Test
    void noFileHasMoreThanFourHundredLines() {
        assertThat(SOURCES)
                .allSatisfy(file ->
                        assertThat(Files.readAllLines(file)).as(file.toString()).hasSizeLessThanOrEqualTo(FILE_LINES));
    }

    @Test
    void noMethodHasMoreThanFortyLines() throws IOException {
        List<String> tooLong = new ArrayList<>();
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task = (JavacTask)
                    compiler.getTask(null, files, null, null, null, files.getJavaFileObjectsFromPaths(SOURCES));
            SourcePositions positions = Trees.instance(task).getSourcePositions();
            for (CompilationUnitTree unit : task.parse()) {
                unit.accept(new LongMethods(unit, positions, tooLong), null);
            }
        }
        assertThat(tooLong).isEmpty();
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
