package dev.iii.example.inventory.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.iii.example.inventory.app.Alerts;
import dev.iii.example.inventory.app.InventoryWorker;
import dev.iii.example.inventory.app.InventoryWorker.Settings;
import dev.iii.sdk.Worker;
import dev.iii.testing.EngineExtension;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoadTestTest {

    @RegisterExtension
    static final EngineExtension engine = new EngineExtension();

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

    private String printed() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void theBooksBalanceAfterALoadTest() throws InterruptedException {
        boolean agree = LoadTest.run(new LoadOptions(16, 300, 100), engine.url(), out);
        assertThat(agree).as(this::printed).isTrue();
        assertThat(printed()).contains("100 sold, 200 refused, 0 unknown", "The books balance: 101 events");
    }

    /** Each difference between the answers and the log is reported. */
    @Test
    void booksThatDoNotBalanceAreReported(Worker worker) throws InterruptedException {
        String sku = "A-" + UUID.randomUUID();
        InventoryWorker inventory = InventoryWorker.start(worker, Settings.of(Alerts::warn, null));
        worker.awaitReady(Duration.ofSeconds(20));
        assertThat(inventory.isOpen()).isTrue();
        worker.trigger("cmd::add-inventory-item", Map.of("sku", sku, "name", "Anvil", "quantity", 5, "priceCents", 1));
        worker.trigger("cmd::sell-item", Map.of("sku", sku, "quantity", 1));
        assertThat(new Books(worker, sku, out).agree(5, Set.of("2.lost"), 0)).isFalse();
        assertThat(printed())
                .contains("expected that each answered sale is in the log", "The books do not balance.")
                .doesNotContain("expected that the log has no gap");
        assertThat(new Books(worker, sku, out).agree(5, Set.of(), 0)).isFalse();
        assertThat(new Books(worker, sku, out).agree(5, Set.of(), 1)).isTrue();
        assertThat(new Books(worker, sku, out).agree(6, Set.of(), 1)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "--load|--load needs a number",
                "--load x|--load is 'x'; it must be a number from 1 to 1000",
                "--load 1001|--load is '1001'; it must be a number from 1 to 1000",
                "--load 64 --attempts 0|--attempts is '0'; it must be a number from 1 to 1000000",
                "--stock 5|--attempts and --stock need --load BUYERS",
                "--load 64 --port 5|unknown option '--port'; try --help"
            })
    void anInvalidArgumentIsReported(String args, String message) {
        assertThatThrownBy(() -> LoadOptions.read(List.of(args.split(" "))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void theOptionsHaveDefaults() {
        assertThat(LoadOptions.read(List.of("--load", "64"))).isEqualTo(new LoadOptions(64, 5_000, 1_000));
        assertThat(LoadOptions.read(List.of("--stock", "7", "--load", "8", "--attempts", "9")))
                .isEqualTo(new LoadOptions(8, 9, 7));
    }
}
