package dev.iii.sdk.internal.jackson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import dev.iii.sdk.error.InvalidPayloadException;
import dev.iii.sdk.internal.json.Payloads;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Makes classes with every kind of component, and compiles them. Each value is refused with the field and the remedy, or
 * what is written fits the inferred schema and is read back equal.
 *
 * <p>{@code -Diii.types=N} sets the number of classes, {@code -Diii.types.seed=N} the seed, which a failure prints.
 */
class GeneratedTypesTest {

    private static final int TYPES =
            Integer.getInteger("iii.types", Boolean.getBoolean("iii.all.combinations") ? 600 : 30);

    /** The number of values of each class. */
    private static final int VALUES = 6;

    @TempDir
    Path directory;

    private final List<String> findings = new ArrayList<>();
    private int written;

    @Test
    void everyValueIsRefusedOrReadBackEqual() throws IOException {
        long seed = Long.getLong("iii.types.seed", 1);
        List<GeneratedType> types = new ArrayList<>(GeneratedType.oneOfEach());
        Random random = new Random(seed);
        while (types.size() < TYPES + GeneratedType.oneOfEach().size()) {
            types.add(GeneratedType.any(random, "R" + types.size()));
        }
        assumeTrue(GeneratedType.compile(types, directory), "this runtime has no compiler");
        SchemaRegistry schemas = SchemaRegistry.withDefaultDialect(
                SpecificationVersion.DRAFT_2020_12,
                builder -> builder.schemaRegistryConfig(SchemaRegistryConfig.builder()
                        .formatAssertionsEnabled(true)
                        .build()));
        JacksonCodec codec = JacksonCodec.fresh();
        try (URLClassLoader loader = new URLClassLoader(
                new URL[] {directory.toUri().toURL()}, getClass().getClassLoader())) {
            for (GeneratedType type : types) {
                check(codec, schemas, type, type.load(loader), random);
            }
        }
        assertThat(findings).as("seed %d", seed).isEmpty();
        // The checks would be empty if almost everything was refused.
        assertThat(written).isGreaterThan(types.size());
    }

    private void check(JacksonCodec codec, SchemaRegistry schemas, GeneratedType type, Class<?> loaded, Random random) {
        try {
            codec.requireReadable(loaded);
            codec.requireWritable(loaded);
        } catch (IllegalArgumentException e) {
            String message = String.valueOf(e.getMessage());
            if (!message.matches("(?s)" + type.name() + "\\.[a-z]+[\\[\\]{}]*: .*(;|it needs|use|remove).*")) {
                findings.add(type.source() + "\n  refused as: " + message);
            }
            return;
        }
        Schema schema = schemas.getSchema(Schemas.of(loaded).text());
        int values = Math.max(VALUES, type.values());
        for (int value = 0; value < values; value++) {
            check(codec, schema, type, loaded, type.value(loaded, value, random));
        }
    }

    private void check(JacksonCodec codec, Schema schema, GeneratedType type, Class<?> loaded, Object value) {
        String text;
        String shown = type.source() + "\n  " + type.show(value);
        try {
            text = Payloads.write(value, codec).text();
        } catch (InvalidPayloadException e) {
            String message = String.valueOf(e.getMessage());
            if (!message.startsWith("a string contains an unpaired surrogate")
                    && !message.matches("(?s)[a-z]+\\b.*: .*; .*")) {
                findings.add(shown + "\n  not written: " + e.getMessage());
            }
            return;
        }
        written++;
        schema.validate(text, InputFormat.JSON)
                .forEach(problem -> findings.add(shown + "\n  " + text + " does not fit the schema: " + problem));
        try {
            byte[] json = text.getBytes(StandardCharsets.UTF_8);
            Object back = codec.read(json, 0, json.length, loaded);
            String difference = type.difference(value, back);
            if (difference != null) {
                findings.add(shown + "\n  " + text + " is read back as " + difference);
            }
        } catch (RuntimeException e) {
            findings.add(shown + "\n  " + text + " is not read: " + e);
        }
    }
}
