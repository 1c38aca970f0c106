package dev.iii.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/** What every public type of an exported package says of itself. Exceptions and annotations need not. */
class PublicTypesTest {

    private static final Pattern THREADS = Pattern.compile("(?i)\\b(thread-safe|immutable)\\b");

    @Test
    void everyPublicTypeSaysWhetherThreadsMayShareIt() throws IOException {
        assumeTrue(
                ToolProvider.getSystemJavaCompiler() != null, "a runtime without a compiler cannot parse the sources");
        assertThat(DocumentedType.ofPublicTypes())
                .extracting(DocumentedType::name)
                .contains("Worker", "EngineStub", "EngineTelemetry", "Frame", "Connection");
        assertThat(DocumentedType.ofPublicTypes())
                .filteredOn(type -> !type.name().endsWith("Exception"))
                .filteredOn(type -> !THREADS.matcher(type.comment()).find())
                .extracting(DocumentedType::name)
                .isEmpty();
    }
}
