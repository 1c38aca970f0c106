package dev.iii.eventsourcing.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.iii.eventsourcing.CommandOptions;
import dev.iii.eventsourcing.EventSourcing;
import dev.iii.eventsourcing.History;
import dev.iii.eventsourcing.Recorded;
import dev.iii.eventsourcing.account.Account;
import dev.iii.eventsourcing.account.Account.Balance;
import dev.iii.eventsourcing.account.Account.Deposit;
import dev.iii.eventsourcing.account.Account.Open;
import dev.iii.sdk.Worker;
import dev.iii.sdk.error.InvalidRequestException;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.trigger.SubscribeTrigger;
import dev.iii.testing.EngineExtension;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class CommandFunctionsTest {

    @RegisterExtension
    static final EngineExtension engine = new EngineExtension();

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final int RANDOM_BODIES = Integer.getInteger("iii.bodies", 1_000);

    private EventSourcing es;

    @BeforeEach
    void start(Worker worker) {
        es = Account.on(worker).start();
        worker.awaitReady(Duration.ofSeconds(10));
    }

    @AfterEach
    void stop() {
        es.close();
    }

    private List<Recorded<Account.Event>> history(String account) {
        return es.history(Account.ACCOUNT, account, Optional.empty(), 1_000).events();
    }

    // ---------------------------------------------------------------- HTTP

    private static HttpResponse<String> post(String path, String body, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(engine.httpUrl() + path))
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void theHeaderIsTheIdempotencyKeyOfARoute(Worker worker) throws Exception {
        worker.trigger("cmd::open-account", new Open("h1", "Ada", 0));
        HttpResponse<String> first = post("/accounts/h1/deposit", "{\"cents\":5}", "Idempotency-Key", "\"order-1\"");
        assertThat(first.body()).isEqualTo("{\"account\":\"h1\",\"cents\":5}");
        HttpResponse<String> again = post("/accounts/h1/deposit", "{\"cents\":5}", "Idempotency-Key", "\"order-1\"");
        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(again.body()).isEqualTo(first.body());
        HttpResponse<String> other = post("/accounts/h1/deposit", "{\"cents\":6}", "Idempotency-Key", "\"order-1\"");
        assertThat(other.statusCode()).isEqualTo(422);
        assertThat(other.body()).contains("idempotency_key_reused");
        assertThat(history("h1")).hasSize(2);
        assertThat(history("h1").get(0).commandId()).isEqualTo("order-1");
    }

    @Test
    void aRefusalHasItsStatusAndAnUnknownFieldIsNamed() throws Exception {
        HttpResponse<String> refused = post("/accounts/none/deposit", "{\"cents\":5}");
        assertThat(refused.statusCode()).isEqualTo(404);
        assertThat(refused.body()).contains("no_account");
        HttpResponse<String> misspelt = post("/accounts/none/deposit", "{\"cent\":5}");
        assertThat(misspelt.statusCode()).isEqualTo(400);
        assertThat(misspelt.body())
                .contains("cent: is not a field of this command")
                .contains("cents");
    }

    @Test
    void aRefusalIsInTheLogOfTheEngineWithTheFunctionAsItsLogger(Worker worker) throws Exception {
        String trace = UUID.randomUUID().toString().replace("-", "");
        post("/accounts/nobody/deposit", "{\"cents\":5}", "traceparent", "00-" + trace + "-00f067aa0ba902b7-01");
        Awaitility.await().untilAsserted(() -> {
            Json lines = worker.trigger("engine::logs::list", Map.of("trace_id", trace))
                    .field("logs");
            assertThat(lines.elements())
                    .anySatisfy(line -> assertThat(line.text())
                            .contains(
                                    "Command refused: no_account: there is no such account (stream nobody)",
                                    "cmd::deposit"))
                    .allSatisfy(line -> assertThat(line.field("span_id").text()).matches("\"[0-9a-f]{16}\""));
        });
    }

    @Test
    void theBodyOfARouteMustBeAnObject() throws Exception {
        assertThat(post("/accounts/none/deposit", "[1]").statusCode()).isEqualTo(400);
        assertThat(post("/accounts/none/deposit", "{").statusCode()).isEqualTo(400);
    }

    // ---------------------------------------------------------------- payloads

    private static String opened(String account) {
        return "{\"account\":\"" + account + "\",\"owner\":\"Ada\",\"limitCents\":0";
    }

    @Test
    void aFieldIsTheIdempotencyKeyOfACall(Worker worker) {
        Json payload = Json.parse(opened("f1") + ",\"commandId\":\"c-1\",\"expectedVersion\":0}");
        Balance first = worker.trigger("cmd::open-account", payload, Balance.class);
        assertThat(worker.trigger("cmd::open-account", payload, Balance.class)).isEqualTo(first);
        assertThat(history("f1")).hasSize(1);
    }

    @Test
    void anInvalidOptionIsNamed(Worker worker) {
        for (String field : List.of(
                "\"commandId\":7", "\"commandId\":\"\"", "\"expectedVersion\":-1", "\"expectedVersion\":\"0\"")) {
            assertThatThrownBy(() -> worker.trigger("cmd::open-account", Json.parse(opened("f2") + "," + field + "}")))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContaining(field.substring(1, field.indexOf('"', 1)));
        }
        assertThat(history("f2")).isEmpty();
    }

    @Test
    void theSchemaListsTheFieldsAndNoOthers(Worker worker) {
        Json schema = worker.discovery()
                .function("cmd::deposit")
                .orElseThrow()
                .requestSchema()
                .orElseThrow();
        assertThat(schema.field("properties").fields().keySet())
                .containsExactlyInAnyOrder("account", "cents", "commandId", "expectedVersion");
        assertThat(schema.field("additionalProperties").text()).isEqualTo("false");
    }

    @Test
    void randomBodiesAreRefusedByNameAndChangeNothing(Worker worker) {
        worker.trigger("cmd::open-account", new Open("r1", "Ada", 0));
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < RANDOM_BODIES; i++) {
            Map<String, Json> fields = randomFields(random);
            boolean valid = isNumber(fields.get("cents")) && fields.keySet().equals(Set.of("account", "cents"));
            if (!valid) {
                Json body = Json.object(fields);
                assertThatThrownBy(() -> worker.trigger("cmd::deposit", body))
                        .as("seed " + seed + ", body " + body.text())
                        .isInstanceOfSatisfying(InvalidRequestException.class, e -> {
                            assertThat(e.httpStatus()).isEqualTo(400);
                            assertThat(e.errors())
                                    .allSatisfy(
                                            error -> assertThat(error.field()).isNotEmpty());
                        });
            }
        }
        assertThat(history("r1")).hasSize(1);
    }

    private static boolean isNumber(@Nullable Json value) {
        return value != null && value.text().matches("-?[0-9]+(\\.0+)?");
    }

    private static Map<String, Json> randomFields(SplittableRandom random) {
        List<String> names = List.of("account", "cents", "Cents", "amount", "extra", "", "a.b", "\u00fc");
        List<String> values =
                List.of("null", "true", "\"7\"", "1.5", "[]", "{}", "\"\"", "[{\"cents\":1}]", "99999999999999999999");
        Map<String, Json> fields = new LinkedHashMap<>();
        fields.put("account", Json.of("r1"));
        int count = random.nextInt(4);
        for (int i = 0; i < count; i++) {
            String name = names.get(1 + random.nextInt(names.size() - 1));
            if (!name.isEmpty()) {
                fields.put(name, Json.parse(values.get(random.nextInt(values.size()))));
            }
        }
        return fields;
    }

    // ---------------------------------------------------------------- execute, history, messages

    @Test
    void theHistoryHasPagesBackToTheFirstEvent() {
        es.execute(Account.ACCOUNT, "p1", new Open("p1", "Ada", 0), CommandOptions.NONE);
        for (int i = 0; i < 40; i++) {
            es.execute(Account.ACCOUNT, "p1", new Deposit("p1", 1), CommandOptions.NONE);
        }
        List<Long> numbers = new ArrayList<>();
        Optional<String> cursor = Optional.empty();
        do {
            History<Account.Event> page = es.history(Account.ACCOUNT, "p1", cursor, 7);
            page.events().forEach(recorded -> numbers.add(recorded.number()));
            cursor = page.next();
        } while (cursor.isPresent());
        assertThat(numbers).hasSize(41).isSortedAccordingTo(Comparator.reverseOrder());
        assertThat(es.history(Account.ACCOUNT, "nobody", Optional.empty(), 7).events())
                .isEmpty();
        assertThatThrownBy(() -> es.history(Account.ACCOUNT, "p1", Optional.of("x"), 7))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("cursor: is not a cursor of a page");
        assertThatThrownBy(() -> es.history(Account.ACCOUNT, "p1", Optional.empty(), 0))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void eventsArePublishedOnTheTopicOfTheirName(Worker worker) throws InterruptedException {
        BlockingQueue<Json> messages = new LinkedBlockingQueue<>();
        worker.registerFunction("test::messages", (message, call) -> {
            messages.add(message);
            return null;
        });
        worker.registerTrigger(SubscribeTrigger.topic("bank.account-opened"), "test::messages")
                .awaitConfirmed(Duration.ofSeconds(10));
        es.execute(Account.ACCOUNT, "m1", new Open("m1", "Ada", 3), CommandOptions.NONE.correlationId("x"));
        Json message = messages.poll(10, TimeUnit.SECONDS);
        assertThat(message).isNotNull();
        assertThat(message.field("stream").as(String.class)).isEqualTo("m1");
        assertThat(message.field("data").as(Account.Opened.class)).isEqualTo(new Account.Opened("Ada", 3));
        assertThat(history("m1").get(0).correlationId()).contains("x");
    }

    @Test
    void exactNumbersAndAnyTextComeBack() {
        String owner = "\u0000/\"\\ \ud83d\ude00 \u00fc";
        es.execute(Account.ACCOUNT, "e/1\u0000", new Open("x", owner, Long.MAX_VALUE), CommandOptions.NONE);
        assertThat(history("e/1\u0000").stream().map(Recorded::event).collect(Collectors.toList()))
                .containsExactly(new Account.Opened(owner, Long.MAX_VALUE));
    }
}
