package dev.iii.sdk.logging;

import dev.iii.sdk.FunctionInterceptor;
import dev.iii.sdk.Invocation;
import dev.iii.sdk.internal.check.Arguments;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Adds the function and the invocation to the log lines of handlers: puts their ids into the mapped diagnostic context (MDC)
 * of SLF4J while the handler runs on its thread. Immutable and thread-safe.
 *
 * <pre>{@code
 * WorkerOptions.builder().interceptFunctions(new MdcInterceptor())
 * }</pre>
 *
 * <p>In a pattern of Logback, {@code %X{iii.function} %X{iii.invocation}} writes them. An MDC belongs to a thread: the code
 * that an asynchronous handler runs on other threads, for example in its completions, does not have the entries.
 */
public final class MdcInterceptor implements FunctionInterceptor {

    /** The key of the function id. */
    public static final String FUNCTION = "iii.function";

    /** The key of the id of the invocation, which the log lines and error messages of the worker contain, too. */
    public static final String INVOCATION = "iii.invocation";

    /** Creates an interceptor. */
    public MdcInterceptor() {}

    @Override
    public CompletionStage<?> intercept(Invocation invocation, Chain chain) {
        Arguments.notNull(invocation, "invocation");
        Arguments.notNull(chain, "chain");
        String function = MDC.get(FUNCTION);
        String id = MDC.get(INVOCATION);
        MDC.put(FUNCTION, invocation.functionId());
        MDC.put(INVOCATION, invocation.id().toString());
        try {
            return chain.proceed(invocation);
        } finally {
            // The threads of an executor of the user may have other entries.
            restore(FUNCTION, function);
            restore(INVOCATION, id);
        }
    }

    private static void restore(String key, @Nullable String value) {
        if (value == null) {
            MDC.remove(key);
        } else {
            MDC.put(key, value);
        }
    }
}
