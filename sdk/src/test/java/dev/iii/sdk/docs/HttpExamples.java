package dev.iii.sdk.docs;

import dev.iii.sdk.Worker;
import dev.iii.sdk.http.HttpRequest;
import dev.iii.sdk.http.HttpResponse;
import dev.iii.sdk.http.Multipart;
import dev.iii.sdk.http.MultipartPart;
import dev.iii.sdk.http.ProblemDetails;
import dev.iii.sdk.http.ServerSentEvent;
import dev.iii.sdk.http.middleware.HttpFunctions;
import dev.iii.sdk.http.middleware.MiddlewareDecision;
import dev.iii.sdk.trigger.HttpTrigger;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The code of docs/http.md. */
final class HttpExamples {

    record Item(String sku, int quantity) {}

    /** What a shop has, for the examples. */
    interface Items {
        @Nullable
        Item find(String sku);

        void add(Item item);

        void export(Writer out) throws IOException;

        void store(String name, InputStream content);

        BlockingQueue<Item> changes();
    }

    private HttpExamples() {}

    static void created(Worker worker, Items items) {
        worker.registerFunction("cmd::add-item", Item.class, (item, call) -> {
            items.add(item);
            return HttpResponse.of(201, item).withHeader("location", "/items/" + item.sku());
        });
        worker.registerTrigger(HttpTrigger.post("/items"), "cmd::add-item");
    }

    static void requests(Worker worker, Items items) {
        worker.registerFunction("query::item", HttpRequest.class, (request, call) -> {
            Item item = items.find(request.pathParam("sku").orElseThrow());
            int limit = request.queryParam("limit", Integer::parseInt).orElse(20);
            if (item == null) {
                return ProblemDetails.of(404, "there is no such item").response();
            }
            return HttpResponse.of(200, item).withHeader("x-limit", String.valueOf(limit));
        });
        worker.registerTrigger(HttpTrigger.get("/items/:sku"), "query::item");
    }

    static void streams(Worker worker, Items items) {
        worker.registerFunction(
                "query::export",
                HttpRequest.class,
                (request, call) -> HttpResponse.stream(
                        "text/csv", out -> items.export(new OutputStreamWriter(out, StandardCharsets.UTF_8))));
    }

    static void events(Worker worker, Items items) {
        worker.registerFunction(
                "page::changes",
                HttpRequest.class,
                (request, call) -> HttpResponse.events(events -> {
                    while (!call.isCancelled()) {
                        Item changed = items.changes().poll(15, TimeUnit.SECONDS);
                        if (changed == null) {
                            events.comment("still here");
                        } else {
                            events.send(ServerSentEvent.json(changed).withEvent("stock"));
                        }
                    }
                }));
    }

    static void uploads(Worker worker, Items items) {
        worker.registerFunction("cmd::upload", HttpRequest.class, (request, call) -> {
            try (Multipart parts = request.multipart()) {
                for (Optional<MultipartPart> part = parts.next(); part.isPresent(); part = parts.next()) {
                    items.store(part.get().name(), part.get().inputStream());
                }
            }
            return HttpResponse.of(201, null);
        });
    }

    static void before(Worker worker) {
        worker.registerFunction(HttpFunctions.middleware(
                "mw::signed-in",
                (request, call) -> request.header("authorization").isPresent()
                        ? MiddlewareDecision.proceed()
                        : MiddlewareDecision.respond(
                                ProblemDetails.of(401, "sign in first").response())));
        worker.registerFunction(HttpFunctions.condition(
                "cond::beta", (request, call) -> request.header("x-beta").isPresent()));
        worker.registerTrigger(
                HttpTrigger.get("/beta/items").condition("cond::beta").middleware("mw::signed-in"), "query::item");
    }
}
