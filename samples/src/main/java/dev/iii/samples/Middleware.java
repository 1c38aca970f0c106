package dev.iii.samples;

import dev.iii.sdk.Iii;
import dev.iii.sdk.Worker;
import dev.iii.sdk.WorkerOptions;
import dev.iii.sdk.http.HttpRequest;
import dev.iii.sdk.http.HttpResponse;
import dev.iii.sdk.http.ProblemDetails;
import dev.iii.sdk.http.middleware.HttpFunctions;
import dev.iii.sdk.http.middleware.MiddlewareDecision;
import dev.iii.sdk.trigger.HttpTrigger;
import java.util.Map;

/** A route that only requests with a valid token reach. */
public final class Middleware {

    private Middleware() {}

    public static void main(String[] args) {
        Worker worker = Iii.registerWorker(
                WorkerOptions.builder().name("accounts").closeOnExit(true).build());
        register(worker, Map.of("secret-of-ada", "Ada"));
        worker.closed().join();
    }

    /** @param users the users by their tokens */
    static void register(Worker worker, Map<String, String> users) {
        worker.registerFunction(HttpFunctions.middleware(
                "auth::signed-in",
                (request, call) -> user(request, users).isEmpty()
                        ? MiddlewareDecision.respond(
                                ProblemDetails.of(401, "sign in first").response())
                        : MiddlewareDecision.proceed()));
        worker.registerFunction(
                "account::show",
                HttpRequest.class,
                (request, call) -> HttpResponse.of(200, Map.of("user", user(request, users))));
        worker.registerTrigger(HttpTrigger.get("/account").middleware("auth::signed-in"), "account::show");
    }

    private static String user(HttpRequest request, Map<String, String> users) {
        return request.header("authorization")
                .map(value -> users.getOrDefault(value.replaceFirst("^Bearer ", ""), ""))
                .orElse("");
    }
}
