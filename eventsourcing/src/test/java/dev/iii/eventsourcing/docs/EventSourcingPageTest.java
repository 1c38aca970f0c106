package dev.iii.eventsourcing.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.eventsourcing.CommandOptions;
import dev.iii.eventsourcing.EventSourcing;
import dev.iii.eventsourcing.View;
import dev.iii.eventsourcing.docs.InventoryExample.Wiring.Receipt;
import dev.iii.sdk.Worker;
import dev.iii.sdk.error.FunctionException;
import dev.iii.sdk.json.Json;
import dev.iii.testing.EngineTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The Java code of docs/event-sourcing.md is compiled, and it does what the page says. */
@EngineTest
class EventSourcingPageTest {

    private static final Path PAGE = Path.of("..", "docs", "event-sourcing.md");
    private static final Path SOURCES = Path.of("src/test/java/dev/iii/eventsourcing/docs");

    private static String plain(String code) {
        return code.replaceAll("\\s+", "");
    }

    @Test
    void theExamplesCompile() throws IOException {
        StringBuilder sources = new StringBuilder();
        try (Stream<Path> files = Files.list(SOURCES)) {
            for (Path file : files.toList()) {
                sources.append(plain(Files.readString(file)));
            }
        }
        List<String> examples = new ArrayList<>();
        String[] parts = Files.readString(PAGE).split("```java\n", -1);
        for (int i = 1; i < parts.length; i++) {
            examples.add(parts[i].substring(0, parts[i].indexOf("```")));
        }
        assertThat(examples)
                .isNotEmpty()
                .allSatisfy(example -> assertThat(sources).as(example).contains(plain(example)));
    }

    @Test
    void theExampleRuns(Worker worker) {
        new InventoryExample.InventoryTest().sellsNoMoreThanThereIs();
        try (EventSourcing es = InventoryExample.Wiring.start(worker)) {
            worker.awaitReady(Duration.ofSeconds(10));
            for (int i = 0; i < 7; i++) {
                worker.trigger("cmd::add-inventory-item", Json.parse("{\"sku\":\"A-1\",\"quantity\":1}"));
            }
            assertThat(InventoryExample.sellOnce(es, "order-1")).isEqualTo(5);
            assertThat(InventoryExample.sellOnce(es, "order-1")).isEqualTo(5);
            Receipt receipt =
                    worker.trigger("cmd::sell-item", Json.parse("{\"sku\":\"A-1\",\"quantity\":1}"), Receipt.class);
            assertThat(receipt.left()).isEqualTo(4);
            InventoryExample.printHistory(es);
        } catch (FunctionException e) {
            throw new AssertionError(e.code(), e);
        }
    }

    @Test
    void theViewsAndTheReactionRun(Worker worker) {
        BlockingQueue<FollowersExample.LowStock> received = new LinkedBlockingQueue<>();
        try (EventSourcing es = EventSourcing.on(worker, "followed")) {
            FollowersExample.Views views = new FollowersExample.Views(es);
            es.add(FollowersExample.lowStock(received::add).fromFirstEvent()).start();
            worker.awaitReady(Duration.ofSeconds(10));
            es.execute(
                    InventoryExample.Wiring.ITEM,
                    "A-1",
                    new InventoryExample.Inventory.Add("A-1", 6),
                    CommandOptions.NONE);
            es.execute(
                    InventoryExample.Wiring.ITEM,
                    "A-1",
                    new InventoryExample.Inventory.Sell("A-1", 2),
                    CommandOptions.NONE);
            Awaitility.await()
                    .ignoreExceptionsInstanceOf(FunctionException.class)
                    .untilAsserted(() -> {
                        assertThat(views.total()).isEqualTo(2);
                        assertThat(views.firstPage().rows())
                                .extracting(View.Row::stream)
                                .containsExactly("A-1");
                    });
            Awaitility.await()
                    .untilAsserted(() -> assertThat(received).containsExactly(new FollowersExample.LowStock("A-1", 4)));
        }
    }
}
