package dev.iii.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The metadata of the properties, which IDEs show. */
class MetadataTest {

    private static List<JsonNode> properties() throws IOException {
        try (InputStream in = Objects.requireNonNull(
                IiiProperties.class.getResourceAsStream("/META-INF/spring-configuration-metadata.json"))) {
            return JsonMapper.shared()
                    .readTree(in)
                    .path("properties")
                    .valueStream()
                    .toList();
        }
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
