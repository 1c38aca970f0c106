package dev.iii.sdk;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** A type and its comment in the source. Not a part of a test class, which a runtime without a compiler must be able to load. */
record DocumentedType(String name, String comment) {

    /** Returns the public types of the exported packages of all modules. Requires a runtime with a compiler. */
    static List<DocumentedType> ofPublicTypes() throws IOException {
        List<DocumentedType> found = new ArrayList<>();
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
                        found.add(new DocumentedType(type.getSimpleName().toString(), comment == null ? "" : comment));
                    }
                }
            }
        }
        return found;
    }
}
