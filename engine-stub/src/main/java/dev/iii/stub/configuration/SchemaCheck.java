package dev.iii.stub.configuration;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.iii.protocol.RawJson;
import dev.iii.stub.json.JsonText;
import java.util.List;

/**
 * Checks values against JSON Schemas, of the draft that the schema names or 2020-12. Thread-safe.
 *
 * <p>Schemas come from workers: one that refers to another document does not make the engine fetch it.
 */
final class SchemaCheck {

    private static final SchemaRegistry REGISTRY = SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12, registry -> registry.schemaCacheEnabled(false));

    private SchemaCheck() {}

    /** What does not fit, in words; nothing when the value is as the schema wants it. */
    static List<String> problems(RawJson value, RawJson schema) {
        try {
            Schema compiled = REGISTRY.getSchema(JsonText.tree(schema));
            return compiled.validate(JsonText.tree(value)).stream()
                    .map(error -> error.getInstanceLocation() + ": " + error.getMessage())
                    .toList();
        } catch (SchemaException e) {
            return List.of("invalid JSON Schema: " + e.getMessage());
        }
    }
}
