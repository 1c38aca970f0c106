package dev.iii.sdk.jackson;

import dev.iii.sdk.internal.check.Arguments;
import dev.iii.sdk.internal.jackson.StandardCodec;
import dev.iii.sdk.json.JsonCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.json.JsonMapper;

/**
 * Creates codecs that use Jackson 3: the standard codec with further settings or modules, or a mapper of the application. Set a
 * codec with {@code WorkerOptions.Builder.codec}:
 *
 * <pre>{@code
 * WorkerOptions.builder().name("shop").codec(JacksonCodec.modules(new MoneyModule())).build()
 * }</pre>
 *
 * <p>Inferred schemas follow the annotations of the types, not these settings. If a setting or a module changes the JSON of a
 * type, set the schemas of its functions explicitly.
 *
 * <p>Thread-safe, as the codecs are.
 */
public final class JacksonCodec {

    private JacksonCodec() {}

    /**
     * Returns a codec with further settings. They are applied after those of the standard codec and can replace them.
     *
     * @param settings changes the builder of the mapper; called for each worker that uses the codec, and when the codec is used
     *     again after it has released its caches, possibly on several threads at the same time
     * @throws IllegalArgumentException if {@code settings} is {@code null}
     * @throws IllegalStateException if Jackson 3 cannot run with the dependencies of this program; the message contains the
     *     remedy
     */
    public static JsonCodec with(Consumer<? super JsonMapper.Builder> settings) {
        return StandardCodec.with(Arguments.notNull(settings, "settings"));
    }

    /**
     * Returns a codec that reads and writes as a mapper does, except that it always ignores unknown fields, because the engine
     * adds some. It does not have the rules of the standard codec: for example, a component of a record that is missing is
     * read as {@code null}, and numbers that the engine would change are not refused. Use {@link #with} to keep these rules.
     *
     * @param mapper the mapper of the application; the codec uses a copy of it
     * @throws IllegalArgumentException if {@code mapper} is {@code null}
     * @throws IllegalStateException if Jackson 3 cannot run with the dependencies of this program; the message contains the
     *     remedy
     */
    public static JsonCodec of(JsonMapper mapper) {
        return StandardCodec.of(Arguments.notNull(mapper, "mapper"));
    }

    /**
     * Returns a codec with further modules. They are added after those of the standard codec. Otherwise like {@link #with}.
     *
     * @throws IllegalArgumentException if {@code modules} or a module is {@code null}
     */
    public static JsonCodec modules(JacksonModule... modules) {
        List<JacksonModule> added = new ArrayList<>();
        for (JacksonModule module : Arguments.notNull(modules, "modules")) {
            added.add(Arguments.notNull(module, "module"));
        }
        return with(mapper -> mapper.addModules(added));
    }
}
