package dev.iii.sdk.docs;

import dev.iii.sdk.CallInterceptor;
import dev.iii.sdk.FunctionInterceptor;
import dev.iii.sdk.Invocation;
import dev.iii.sdk.WorkerOptions;
import dev.iii.sdk.error.FunctionException;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.logging.MdcInterceptor;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The code of docs/interceptors.md. */
final class InterceptorExamples {

    private static final Logger log = LoggerFactory.getLogger(InterceptorExamples.class);

    interface Users {
        boolean isStaff(Invocation invocation);

        String tenant();
    }

    private InterceptorExamples() {}

    static WorkerOptions options(Users users) {
        FunctionInterceptor onlyStaff = (invocation, chain) -> {
            if (invocation.functionId().startsWith("admin::") && !users.isStaff(invocation)) {
                throw new FunctionException("not_allowed", "only for staff").withHttpStatus(403);
            }
            return chain.proceed(invocation);
        };
        CallInterceptor tenant = (call, chain) -> chain.proceed(call.metadata(Map.of("tenant", users.tenant())));

        return WorkerOptions.builder()
                .name("inventory")
                .interceptFunctions(new MdcInterceptor())
                .interceptFunctions(onlyStaff)
                .interceptCalls(tenant)
                .build();
    }

    static FunctionInterceptor slow() {
        return (invocation, chain) -> {
            long start = System.nanoTime();
            CompletionStage<@Nullable Object> outcome = chain.proceed(invocation);
            return outcome.whenComplete((result, failure) -> {
                long millis = (System.nanoTime() - start) / 1_000_000;
                log.info("{} took {} ms{}", invocation.functionId(), millis, failure == null ? "" : " and failed");
            });
        };
    }

    static CallInterceptor fallback() {
        return (call, chain) -> call.functionId().equals("query::price")
                ? chain.proceed(call).exceptionally(failure -> Json.NULL)
                : chain.proceed(call);
    }
}
