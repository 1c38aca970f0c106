package dev.iii.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/** What every public type of an exported package says of itself. Exceptions and annotations need not. */
class PublicTypesTest {

    private static final Pattern THREADS = Pattern.compile("(?i)\\b(thread-safe|immutable)\\b");

    /** Type and comment. */
    private record Documented(String name, String comment) {}

    private static List<Documented> publicTypes() throws IOException {
        List<Documented> found = new ArrayList<>();
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task = (JavacTask) compiler.getTask(
                    null, files, null, null, null, files.getJavaFileObjectsFromPaths(Sources.ofExportedPackages()));
            DocTrees docs = DocTrees.instance(task);
            for (CompilationUnitTree unit : task.parse()) {
                for (Tree tree : unit.getTypeDecls()) {
                    if (tree instanceof ClassTree type
                            && type.getModifiers().getFlags().contains(Modifier.PUBLIC)
                            && type.getKind() != Tree.Kind.ANNOTATION_TYPE) {
                        String comment = docs.getDocComment(new TreePath(new TreePath(unit), type));
                        found.add(new Documented(type.getSimpleName().toString(), comment == null ? "" : comment));
                    }
                }
            }
        }
        return found;
    }

    @Test
    void everyPublicTypeSaysWhetherThreadsMayShareIt() throws IOException {
        assertThat(publicTypes())
                .extracting(Documented::name)
                .contains("Worker", "EngineStub", "EngineTelemetry", "Frame", "Connection");
        assertThat(publicTypes())
                .filteredOn(type -> !type.name().endsWith("Exception"))
                .filteredOn(type -> !THREADS.matcher(type.comment()).find())
                .extracting(Documented::name)
                .isEmpty();
    }
}
