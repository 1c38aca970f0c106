package dev.iii.stub.configuration;

import com.networknt.schema.Error;
import com.networknt.schema.ExecutionContext;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.ValidationLimitExceededException;
import dev.iii.protocol.RawJson;
import dev.iii.stub.json.JsonText;
import java.io.FileNotFoundException;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * Validates values against JSON Schemas of the draft that the schema names. Default: 2020-12. Thread-safe.
 *
 * <p>Schemas come from workers. A schema that refers to another document does not make the engine fetch it.
 */
final class SchemaCheck {

    private static final SpecificationVersion DEFAULT = SpecificationVersion.DRAFT_2020_12;
    /** The registry for schemas of workers. It does not cache them. */
    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(
            DEFAULT,
            registry -> registry.schemaCacheEnabled(false)
                    .schemaRegistryConfig(SchemaRegistryConfig.builder()
                            .regularExpressionFactory(new BoundedPatterns())
                            .build()));
    /** The registry for meta-schemas, which the library contains. */
    private static final SchemaRegistry METASCHEMAS = SchemaRegistry.withDefaultDialect(DEFAULT);

    /**
     * The number of pairs of a schema and a value that one check may evaluate. Without a limit, a schema of some hundred bytes
     * occupies a thread for years, or uses up the heap.
     */
    private static final int MAX_STEPS = 100_000;

    /** The maximum nesting of these pairs, so that a schema that refers to itself does not exhaust the stack. */
    private static final int MAX_DEPTH = 500;

    private static final String INVALID = "invalid JSON Schema: ";

    private SchemaCheck() {}

    /** Returns a description of each violation. Returns an empty list if the value is valid. */
    static List<String> problems(RawJson value, RawJson schema) {
        JsonNode tree = JsonText.tree(schema);
        try {
            SpecificationVersion version =
                    SpecificationVersion.fromSchemaNode(tree).orElse(DEFAULT);
            List<Error> flaws = METASCHEMAS
                    .getSchema(SchemaLocation.of(version.getDialectId()))
                    .validate(tree);
            if (!flaws.isEmpty()) {
                return List.of(INVALID + text(flaws.get(0)));
            }
            return SCHEMAS.getSchema(tree).validate(JsonText.tree(value), SchemaCheck::limit).stream()
                    .map(SchemaCheck::text)
                    .toList();
        } catch (SchemaException e) {
            return List.of(INVALID + text(e));
        } catch (ValidationLimitExceededException e) {
            return List.of(
                    INVALID + "its evaluation needs more than " + MAX_STEPS + " steps, or " + MAX_DEPTH + " levels");
        } catch (BoundedPatterns.TooManySteps e) {
            return List.of(INVALID + e.getMessage());
        }
    }

    private static void limit(ExecutionContext context) {
        context.executionConfig(config -> config.maxEvaluationSteps(MAX_STEPS).maxEvaluationDepth(MAX_DEPTH));
    }

    private static String text(Error error) {
        String where = error.getInstanceLocation().toString();
        return where.isEmpty() ? error.getMessage() : where + ": " + error.getMessage();
    }

    private static String text(SchemaException e) {
        Throwable cause = e.getCause();
        return cause instanceof FileNotFoundException
                ? "it refers to " + cause.getMessage() + ", and other documents are not fetched"
                : String.valueOf(e.getMessage());
    }
}
