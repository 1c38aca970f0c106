package shop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
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
    void theEngineIsAPackagedJar() {
        assertThat(dev.iii.stub.EngineStub.class.getProtectionDomain().getCodeSource().getLocation().getPath())
                .endsWith(".jar");
    }
}
