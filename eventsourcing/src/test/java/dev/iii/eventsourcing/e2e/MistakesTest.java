package dev.iii.eventsourcing.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.iii.eventsourcing.Aggregate;
import dev.iii.eventsourcing.CommandFunction;
import dev.iii.eventsourcing.CommandOptions;
import dev.iii.eventsourcing.Decider;
import dev.iii.eventsourcing.Decision;
import dev.iii.eventsourcing.EventSourcing;
import dev.iii.eventsourcing.Events;
import dev.iii.eventsourcing.Payload;
import dev.iii.eventsourcing.Payload.Field;
import dev.iii.eventsourcing.Projection;
import dev.iii.sdk.Worker;
import dev.iii.sdk.error.FunctionException;
import dev.iii.sdk.json.Json;
import dev.iii.testing.EngineTest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Mistakes of users, and messages that name the remedy. */
@EngineTest
class MistakesTest {

    /** A command, and the event that it becomes. */
    record Change(String stream, long by) {}

    record Total(long sum) {}

    private static final class Rules implements Decider<Change, Change, Total> {

        @Override
        public Total initial() {
            return new Total(0);
        }

        @Override
        public Decision<Change> decide(Change command, Total total) {
            return Decision.accept(command);
        }

        @Override
        public Total evolve(Total total, Change event) {
            return new Total(total.sum() + event.by());
        }
    }

    private static final Aggregate<Change, Change, Total> COUNTER = Aggregate.of(
                    "counter", new Rules(), Events.of(Change.class).name(Change.class, "changed", 1))
            .snapshot(Total.class, 1);

    private static CommandFunction<Change, Change, Total> change(String id) {
        return CommandFunction.of(COUNTER, id, Change.class).stream(Change::stream);
    }

    private static void start(Worker worker, EventSourcing es) {
        es.start();
        worker.awaitReady(Duration.ofSeconds(10));
    }

    @Test
    void anAnswerThatFailsSaysThatTheCommandWasExecuted(Worker worker) {
        EventSourcing es = EventSourcing.on(worker, "answers");
        start(
                worker,
                es.add(change("cmd::change")
                        .answers(done -> done.events().get(1).id())));
        Map<String, ?> request = Map.of("stream", "a", "by", 2, "commandId", "k");
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> worker.trigger("cmd::change", request))
                    .isInstanceOfSatisfying(
                            FunctionException.class, e -> assertThat(e.code()).isEqualTo("answer_failed"))
                    .hasMessageContaining("the command was executed, and stream a has version 1");
        }
        assertThat(es.history(COUNTER, "a", Optional.empty(), 10).events()).hasSize(1);
    }

    @Test
    void aPayloadMayUseTheNamesOfTheLibraryAsACommandMay(Worker worker) {
        Field<String> key = Field.text("commandId", text -> !text.isEmpty(), "must not be empty");
        Field<Long> version = Field.whole("expectedVersion", 0, 9);
        Payload<Change> payload = Payload.of(fields -> new Change(fields.get(key), fields.get(version)), key, version);
        EventSourcing es = EventSourcing.on(worker, "names");
        start(worker, es.add(CommandFunction.of(COUNTER, "cmd::named", payload).stream(Change::stream)));
        worker.trigger("cmd::named", Map.of("commandId", "k", "expectedVersion", 0));
        assertThat(es.history(COUNTER, "k", Optional.empty(), 10).events()).satisfiesExactly(event -> {
            assertThat(event.event()).isEqualTo(new Change("k", 0));
            assertThat(event.commandId()).isEqualTo("k");
        });
    }

    @Test
    void aCommandFunctionIsAddedOnce(Worker worker) {
        EventSourcing es = EventSourcing.on(worker, "twice").add(change("cmd::change"));
        assertThatThrownBy(() -> es.add(change("cmd::change")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there already is a command function cmd::change");
    }

    @Test
    @SuppressWarnings("NullAway") // the mistake that the test makes
    void aStreamThatIsNullIsReported(Worker worker) {
        EventSourcing es = EventSourcing.on(worker, "nothing");
        assertThatThrownBy(() -> es.execute(COUNTER, null, new Change("a", 1), CommandOptions.NONE))
                .hasMessage("the name of the stream is null; it must have 1 to 200 characters");
    }

    @Test
    void theStatusNamesThePlaceWhereAProjectionFails(Worker worker) {
        EventSourcing es = EventSourcing.on(worker, "places");
        es.add(Projection.of(
                COUNTER,
                "failing",
                1,
                Total.class,
                (before, recorded) -> new Total(Long.parseLong(List.of("one").get(0)))));
        start(worker, es.add(change("cmd::change")));
        worker.trigger("cmd::change", Map.of("stream", "a", "by", 2));
        Awaitility.await().untilAsserted(() -> {
            Json status = worker.trigger("eventsourcing::status", Map.of("context", "places"));
            assertThat(status.text())
                    .contains("NumberFormatException at " + MistakesTest.class.getName())
                    .contains("MistakesTest.java:");
        });
    }
}
