package dev.iii.sdk;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Finds long methods in sources. Not a part of the test class, which a runtime without a compiler must be able to load. */
final class LongMethods extends TreeScanner<Void, Void> {

    private final CompilationUnitTree unit;
    private final SourcePositions positions;
    private final int maxLines;
    private final List<String> tooLong;

    private LongMethods(CompilationUnitTree unit, SourcePositions positions, int maxLines, List<String> tooLong) {
        this.unit = unit;
        this.positions = positions;
        this.maxLines = maxLines;
        this.tooLong = tooLong;
    }

    /** Returns a line for each method that has more lines. Requires a runtime with a compiler. */
    static List<String> in(List<Path> sources, int maxLines) throws IOException {
        List<String> tooLong = new ArrayList<>();
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task = (JavacTask)
                    compiler.getTask(null, files, null, null, null, files.getJavaFileObjectsFromPaths(sources));
            SourcePositions positions = Trees.instance(task).getSourcePositions();
            for (CompilationUnitTree unit : task.parse()) {
                unit.accept(new LongMethods(unit, positions, maxLines, tooLong), null);
            }
        }
        return tooLong;
    }

    @Override
    public Void visitMethod(MethodTree method, Void unused) {
        if (method.getBody() != null) {
            long from = positions.getStartPosition(unit, method);
            long to = positions.getEndPosition(unit, method);
            long lines = text(unit).substring((int) from, (int) to).lines().count();
            if (lines > maxLines) {
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
