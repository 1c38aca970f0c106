package dev.iii.sdk.configuration;

import dev.iii.sdk.internal.check.Arguments;
import dev.iii.sdk.internal.config.ConfigFile;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.json.JsonCodec;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The configuration that a supervisor such as {@code iii compose} passes to a worker: a YAML file, whose path is in the
 * environment variable {@code III_CONFIG}. Immutable and thread-safe.
 *
 * <pre>{@code
 * record Settings(int port, Duration patience) {}
 *
 * Settings settings = WorkerConfig.fromEnvironment().read(Settings.class, new Settings(8080, Duration.ofSeconds(5)));
 * }</pre>
 *
 * <p>A string may contain variables: <code>${NAME}</code> or <code>${NAME:default}</code>. They are replaced by environment
 * variables of this process. {@code iii compose} leaves them in the file, so that secrets are only in the environment.
 *
 * <p>Reading a file needs the optional dependency {@code org.snakeyaml:snakeyaml-engine}. Each method that reads throws {@link
 * dev.iii.sdk.error.InvalidConfigException} if the file cannot be read, if it is not valid, if a variable is not set and has no
 * default, or if the library is missing. A worker without {@code III_CONFIG} has an empty configuration, and needs no library.
 *
 * <p>The supervisor writes the file before it starts the worker, and not again while the worker runs. To receive changes, bind a
 * function to a {@link dev.iii.sdk.trigger.ConfigurationTrigger} for the configuration {@link #name}.
 */
public final class WorkerConfig {

    private static final String FILE = "III_CONFIG";
    private static final String NAME = "III_CONFIG_NAME";

    private final @Nullable Path file;
    private final @Nullable String name;
    private final Function<String, @Nullable String> variables;
    private final JsonCodec codec;

    private WorkerConfig(
            @Nullable Path file, @Nullable String name, Function<String, @Nullable String> variables, JsonCodec codec) {
        this.file = file;
        this.name = name;
        this.variables = variables;
        this.codec = codec;
    }

    /** Returns the configuration of this process: the file in {@code III_CONFIG}, or an empty configuration if it is not set. */
    public static WorkerConfig fromEnvironment() {
        return fromEnvironment(System::getenv);
    }

    /**
     * Returns the configuration of an environment. Otherwise like {@link #fromEnvironment()}.
     *
     * @param variables returns the value of an environment variable, {@code null} if it is not set
     */
    public static WorkerConfig fromEnvironment(Function<String, @Nullable String> variables) {
        String file = Arguments.notNull(variables, "variables").apply(FILE);
        String name = variables.apply(NAME);
        return new WorkerConfig(
                file == null || file.isBlank() ? null : Path.of(file.strip()),
                name == null || name.isBlank() ? null : name.strip(),
                variables,
                JsonCodec.standard());
    }

    /** Returns the configuration in a file, with variables of this process. */
    public static WorkerConfig of(Path file) {
        return new WorkerConfig(Arguments.notNull(file, "file"), null, System::getenv, JsonCodec.standard());
    }

    /**
     * Returns the same configuration, read with another codec, for example for keys in snake case. Default: {@link
     * JsonCodec#standard}.
     */
    public WorkerConfig codec(JsonCodec value) {
        return new WorkerConfig(file, name, variables, Arguments.notNull(value, "codec"));
    }

    /** Returns the file; empty if {@code III_CONFIG} is not set. */
    public Optional<Path> file() {
        return Optional.ofNullable(file);
    }

    /**
     * Returns the name of the configuration that the engine keeps for this worker, from {@code III_CONFIG_NAME}; empty if it is
     * not set. Use it with {@link ConfigurationClient} and {@link dev.iii.sdk.trigger.ConfigurationTrigger}.
     */
    public Optional<String> name() {
        return Optional.ofNullable(name);
    }

    /**
     * Reads the file as a Java type, for example a record.
     *
     * @throws dev.iii.sdk.error.InvalidConfigException if the file is not valid or does not fit the type; the message names the
     *     file, the line, the key and the expected type
     */
    public <T> T read(Class<T> type) {
        return type.cast(content().as(Arguments.notNull(type, "type"), null, codec));
    }

    /**
     * Reads the file as a Java type, with values for keys that the file does not contain. Mappings are combined key by key;
     * other values of the file replace those of the defaults. Otherwise like {@link #read(Class)}.
     */
    public <T> T read(Class<T> type, T defaults) {
        Arguments.notNull(type, "type");
        return type.cast(content().as(type, Arguments.notNull(defaults, "defaults"), codec));
    }

    /** Reads the file as JSON; an empty object if there is no file. */
    public Json json() {
        return content().json();
    }

    private ConfigFile content() {
        return file == null ? ConfigFile.none() : ConfigFile.read(file, variables);
    }

    /** Returns the path of the file and the name of the configuration. */
    @Override
    public String toString() {
        return "WorkerConfig[file=" + file + ", name=" + name + "]";
    }
}
