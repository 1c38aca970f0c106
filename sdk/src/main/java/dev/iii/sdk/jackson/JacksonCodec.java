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
 * Creates codecs that read and write as the standard codec does, with further settings or modules of Jackson 3. Set a codec
 * with {@code WorkerOptions.Builder.codec}:
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
     * @param settings changes the builder of the mapper; called for each worker that uses the codec and whenever the codec
     *     releases its caches, possibly on several threads at the same time
     * @throws IllegalArgumentException if {@code settings} is {@code null}
     * @throws IllegalStateException if Jackson 3 cannot run with the dependencies of this program; the message contains the
     *     remedy
     */
    public static JsonCodec with(Consumer<? super JsonMapper.Builder> settings) {
        return StandardCodec.with(Arguments.notNull(settings, "settings"));
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
