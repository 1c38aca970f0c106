package artifacts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The poms contain what Maven Central requires, and the bill of materials lists every artifact. */
class PomsTest {

    private static final List<String> INHERITED = List.of(
            "/project/url",
            "/project/licenses/license/name",
            "/project/licenses/license/url",
            "/project/developers/developer/name",
            "/project/developers/developer/url",
            "/project/scm/connection",
            "/project/scm/developerConnection",
            "/project/scm/url");

    static Stream<Pom> published() {
        return Pom.published().stream();
    }

    @ParameterizedTest
    @MethodSource("published")
    void aPublishedPomHasTheMetadataOfMavenCentral(Pom pom) {
        assertThat(pom.text("/project/name")).as("name of " + pom).isNotEmpty();
        assertThat(pom.text("/project/description")).as("description of " + pom).isNotEmpty();
        assertThat(INHERITED)
                .allSatisfy(path -> assertThat(pom.value(path)).as(path + " of " + pom).isNotEmpty());
    }

    /** The bill of materials has no parent, so it repeats these. */
    @Test
    void theBillOfMaterialsHasTheMetadataOfTheParent() {
        Pom bom = Pom.of(Pom.ROOT.resolve("bom"));
        Pom parent = Pom.of(Pom.ROOT);
        assertThat(INHERITED).allSatisfy(path -> assertThat(bom.text(path)).isEqualTo(parent.text(path)));
        assertThat(List.of("repository.url", "project.build.outputTimestamp")).allSatisfy(name -> {
            String path = "/project/properties/" + name;
            assertThat(bom.text(path)).isNotEmpty().isEqualTo(parent.text(path));
        });
        assertThat(plugins(parent)).containsAll(plugins(bom));
    }

    private static List<String> plugins(Pom pom) {
        List<String> ids = pom.texts("//profile[id='release']//plugin/artifactId");
        List<String> versions = pom.texts("//profile[id='release']//plugin/version");
        return Stream.concat(ids.stream(), versions.stream()).toList();
    }

    /** An archetype is a jar, too, but no dependency of a program. */
    @Test
    void theBillOfMaterialsListsEveryPublishedLibrary() {
        assertThat(Pom.of(Pom.ROOT.resolve("bom")).texts("//dependencyManagement//dependency/artifactId"))
                .containsExactlyInAnyOrderElementsOf(
                        published()
                                .filter(Pom::isJar)
                                .map(Pom::artifactId)
                                .filter(artifact -> !artifact.endsWith("-archetype"))
                                .toList());
    }

    @Test
    void allPomsHaveOneVersion() {
        assertThat(Pom.all()).allSatisfy(pom -> assertThat(pom.version())
                .as(pom.toString())
                .isEqualTo(Pom.of(Pom.ROOT).version()));
        assertThat(Pom.of(Pom.ROOT.resolve("it")).text("/project/properties/iii.version"))
                .isEqualTo(Pom.of(Pom.ROOT).version());
    }
}
