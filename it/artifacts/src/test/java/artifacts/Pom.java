package artifacts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** A pom of this project, as it is written. */
record Pom(Path file, Document xml) {

    static final Path ROOT = Path.of("..", "..");

    private static final XPath XPATH = XPathFactory.newInstance().newXPath();

    static Pom of(Path directory) {
        return ofFile(directory.resolve("pom.xml"));
    }

    static Pom ofFile(Path file) {
        try {
            return new Pom(
                    file,
                    DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile()));
        } catch (IOException | SAXException | ParserConfigurationException e) {
            throw new AssertionError(file.toString(), e);
        }
    }

    /** Returns all poms of the project, also those of profiles. */
    static List<Pom> all() {
        List<Pom> poms = new ArrayList<>();
        addWithModules(ROOT, poms);
        return poms;
    }

    /** Returns the poms that a release publishes. */
    static List<Pom> published() {
        List<Pom> published = all().stream().filter(Pom::isPublished).toList();
        if (published.isEmpty()) {
            throw new AssertionError("no published pom below " + ROOT);
        }
        return published;
    }

    private static void addWithModules(Path directory, List<Pom> poms) {
        Pom pom = of(directory);
        poms.add(pom);
        for (String module : pom.texts("//modules/module")) {
            addWithModules(directory.resolve(module), poms);
        }
    }

    private boolean isPublished() {
        return groupId().equals("dev.iii") && !value("/project/properties/maven.deploy.skip").equals("true");
    }

    String groupId() {
        return text("/project/groupId | /project/parent/groupId");
    }

    String artifactId() {
        return text("/project/artifactId");
    }

    String version() {
        return text("/project/version | /project/parent/version");
    }

    boolean isJar() {
        String packaging = text("/project/packaging");
        return packaging.isEmpty() || packaging.equals("jar");
    }

    /** Returns the directory with the files that the build has made. */
    Path target() {
        return file.resolveSibling("target");
    }

    /** Returns a text of this pom, or of its parent if this pom does not have it; empty if neither has it. */
    String value(String path) {
        String own = text(path);
        return own.isEmpty() ? parent().map(parent -> parent.value(path)).orElse("") : own;
    }

    /** Returns a text of this pom itself. */
    String text(String path) {
        return texts(path).stream().findFirst().orElse("");
    }

    /** Returns all texts of this pom itself. */
    List<String> texts(String path) {
        try {
            NodeList nodes = (NodeList) XPATH.evaluate(path, xml, XPathConstants.NODESET);
            List<String> texts = new ArrayList<>();
            for (int i = 0; i < nodes.getLength(); i++) {
                texts.add(nodes.item(i).getTextContent().strip());
            }
            return texts;
        } catch (XPathExpressionException e) {
            throw new AssertionError(path, e);
        }
    }

    private Optional<Pom> parent() {
        if (text("/project/parent/artifactId").isEmpty()) {
            return Optional.empty();
        }
        String path = text("/project/parent/relativePath");
        Path directory = file.resolveSibling(path.isEmpty() ? "../pom.xml" : path).getParent();
        if (!Files.isDirectory(directory)) {
            throw new AssertionError(file + " has no parent in " + directory);
        }
        return Optional.of(of(directory));
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
