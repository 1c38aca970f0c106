package dev.iii.sdk.e2e;

import static dev.iii.sdk.e2e.Engine.PATIENCE;
import static dev.iii.sdk.e2e.Engine.unique;
import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.sdk.Registration;
import dev.iii.sdk.RegistrationStatus;
import dev.iii.sdk.Worker;
import dev.iii.sdk.error.FunctionException;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.queue.DeadLetter;
import dev.iii.sdk.queue.QueueClient;
import dev.iii.sdk.queue.QueueTopic;
import dev.iii.sdk.trigger.CronEvent;
import dev.iii.sdk.trigger.CronTrigger;
import dev.iii.sdk.trigger.DurableSubscriberTrigger;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BuiltInTriggersTest {

    @RegisterExtension
    static final Engine engine = new Engine();

    private final String function = unique("fn");

    @ParameterizedTest
    @ValueSource(
            strings = {"@yearly", "@monthly", "@weekly", "@daily", "@hourly", "0 0 3 * * Mon-Fri", "0 0 0 1 1 ? 2099"})
    void theEngineTakesEveryKindOfCronExpressionThatTheBuilderDoes(String expression) {
        Worker worker = engine.worker();
        worker.registerFunction(function, (json, call) -> null);
        Registration cron = worker.registerTrigger(CronTrigger.expression(expression), function);
        cron.awaitConfirmed(PATIENCE);
        assertThat(cron.status()).isEqualTo(RegistrationStatus.ACTIVE);
    }

    @Test
    void aCronTriggerTicksWithItsMetadata() throws Exception {
        Worker worker = engine.worker();
        BlockingQueue<CronEvent> ticks = new LinkedBlockingQueue<>();
        BlockingQueue<Json> metadata = new LinkedBlockingQueue<>();
        worker.registerFunction(function, CronEvent.class, (tick, call) -> {
            metadata.add(call.metadata().orElse(Json.NULL));
            return ticks.add(tick);
        });
        String id = worker.registerTrigger(CronTrigger.expression("* * * * * *").metadata("m"), function)
                .awaitConfirmed(PATIENCE)
                .id();
        CronEvent tick = Engine.notNull(ticks.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS));
        assertThat(tick.jobId()).isEqualTo(id);
        assertThat(tick.actualTime()).isAfterOrEqualTo(tick.scheduledTime());
        assertThat(Engine.notNull(metadata.poll()).text()).isEqualTo("\"m\"");
    }

    @Test
    void whatNoDeliveryGetsRidOfIsADeadLetterThatCanBeRedriven() {
        Worker worker = engine.worker();
        String topic = unique("topic");
        BlockingQueue<Integer> seen = new LinkedBlockingQueue<>();
        worker.registerFunction(function, Integer.class, (n, call) -> {
            seen.add(n);
            throw new FunctionException("E", "not today");
        });
        worker.registerTrigger(DurableSubscriberTrigger.topic(topic).maxRetries(0), function)
                .awaitConfirmed(PATIENCE);
        worker.queues().publish(topic, 7);
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> worker.queues().stats(topic).deadLetters() == 1);
        List<DeadLetter> letters = worker.queues().deadLetters(topic, 0, 10);
        assertThat(letters).hasSize(1);
        assertThat(letters.get(0).payload().text()).isEqualTo("7");
        assertThat(letters.get(0).error()).contains("not today");
        assertThat(worker.queues().redrive(topic)).isEqualTo(1);
        Awaitility.await().atMost(PATIENCE).until(() -> seen.size() == 2);
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> worker.queues().stats(topic).deadLetters() == 1);
        String again = worker.queues().deadLetters(topic, 0, 10).get(0).id();
        assertThat(worker.queues().discard(topic, again)).isTrue();
        assertThat(worker.queues().discard(topic, again)).isFalse();
        assertThat(worker.queues().deadLetters(topic, 0, 10)).isEmpty();
    }

    @Test
    void deadLettersAreListedPageByPageAndRedrivenOneByOne() {
        Worker worker = engine.worker();
        String topic = unique("topic");
        Set<Integer> failing = ConcurrentHashMap.newKeySet();
        failing.addAll(List.of(1, 2, 3));
        BlockingQueue<Integer> done = new LinkedBlockingQueue<>();
        worker.registerFunction(function, Integer.class, (n, call) -> {
            if (failing.contains(n)) {
                throw new FunctionException("E", "not today");
            }
            return done.add(n);
        });
        worker.registerTrigger(DurableSubscriberTrigger.topic(topic).maxRetries(0), function)
                .awaitConfirmed(PATIENCE);
        QueueClient queues = engine.worker().queues();
        for (int n : List.of(1, 2, 3)) {
            queues.publish(topic, n);
        }
        Awaitility.await().atMost(PATIENCE).until(() -> queues.stats(topic).deadLetters() == 3);
        assertThat(queues.topics()).extracting(QueueTopic::name).contains(topic);
        assertThat(queues.deadLetterTopics()).anyMatch(each -> each.topic().equals(topic) && each.messages() == 3);
        List<DeadLetter> letters = new ArrayList<>();
        queues.eachDeadLetter(topic, 2).forEach(letters::add);
        assertThat(letters).extracting(letter -> letter.payload().text()).containsExactlyInAnyOrder("1", "2", "3");
        assertThat(queues.deadLetters(topic, 1, 1)).hasSize(1);
        DeadLetter two = letters.stream()
                .filter(letter -> letter.payload().text().equals("2"))
                .findFirst()
                .orElseThrow();
        failing.remove(2);
        assertThat(queues.redriveMessage(topic, two.id())).isTrue();
        Awaitility.await().atMost(PATIENCE).until(() -> done.contains(2));
        assertThat(queues.redriveMessage(topic, two.id())).isFalse();
        failing.clear();
        assertThat(queues.async().redrive(topic).join()).isEqualTo(2);
        Awaitility.await().atMost(PATIENCE).until(() -> done.size() == 3);
        assertThat(queues.eachDeadLetter(topic, 2)).isEmpty();
    }
}
