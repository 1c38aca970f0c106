package shop;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.iii.sdk.error.InvalidPayloadException;
import dev.iii.sdk.json.Json;
import dev.iii.stub.EngineStub;
import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

/** The dependencies are those that the BOM of this program manages, and not others. */
class DependenciesTest {

    private static final String ANNOTATIONS =
            "/META-INF/maven/com.fasterxml.jackson.core/jackson-annotations/pom.properties";

    @Test
    void theAnnotationsHaveTheVersionOfTheBom() throws IOException {
        Properties properties = new Properties();
        try (InputStream in = JsonProperty.class.getResourceAsStream(ANNOTATIONS)) {
            properties.load(in);
        }
        assertThat(properties.getProperty("version")).isEqualTo(System.getProperty("expected.annotations"));
    }

    @Test
    void theCodecIsTheOneForTheseDependencies() {
        assertThatThrownBy(() -> Json.parse("{}").as(Shop.Line.class))
                .isInstanceOf(InvalidPayloadException.class)
                .rootCause()
                .extracting(cause -> cause.getClass().getName(), as(InstanceOfAssertFactories.STRING))
                .startsWith(System.getProperty("expected.codec"));
    }

    @Test
    void theEngineIsAPackagedJar() {
        assertThat(EngineStub.class.getProtectionDomain().getCodeSource().getLocation().getPath())
                .endsWith(".jar");
    }
}
