package dev.iii.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The metadata of the properties, which IDEs show. */
class MetadataTest {

    /** Not the resource of this name, because there is also one with the properties of the tests. */
    static final Path METADATA = Path.of("target", "classes", "META-INF", "spring-configuration-metadata.json");

    private static List<JsonNode> properties() throws IOException {
        return JsonMapper.shared()
                .readTree(Files.readString(METADATA))
                .path("properties")
                .valueStream()
                .toList();
    }

    @Test
    void everyPropertyHasADescription() throws IOException {
        assertThat(properties())
                .hasSizeGreaterThan(35)
                .allSatisfy(property -> assertThat(property.path("description").asString(""))
                        .as(property.path("name").asString())
                        .isNotBlank());
        assertThat(properties())
                .extracting(property -> property.path("name").asString())
                .contains("iii.url", "iii.limits.queued-size", "iii.headers", "management.health.iii.enabled");
    }

    @Test
    void defaultsAreKnown() throws IOException {
        assertThat(properties())
                .filteredOn(property -> property.path("name").asString().equals("iii.call-timeout"))
                .singleElement()
                .satisfies(property ->
                        assertThat(property.path("defaultValue").asString()).isEqualTo("30s"));
    }

    @Test
    void thePageListsEveryProperty() throws IOException {
        String page = Files.readString(Path.of("..", "..", "docs", "spring.md"));
        assertThat(properties())
                .allSatisfy(property ->
                        assertThat(page).contains("`" + property.path("name").asString() + "`"));
    }
}
