package dev.iii.sdk.e2e;

import static dev.iii.sdk.e2e.Engine.PATIENCE;
import static dev.iii.sdk.e2e.Engine.unique;
import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.sdk.Worker;
import dev.iii.sdk.error.InvalidPayloadException;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.json.TypeRef;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Decimal numbers go to another worker and back without a change. */
class ExactDecimalsTest {

    private static final int NUMBERS = 5_000;

    @RegisterExtension
    static final Engine engine = new Engine();

    private final String echo = unique("echo");

    record Numbers(List<BigDecimal> numbers) {}

    /** @param kinds 2 for numbers of a usual size, 3 for all of them */
    private static double random(SplittableRandom random, int kinds) {
        return switch (random.nextInt(kinds)) {
            case 0 -> random.nextDouble();
            case 2 -> Double.longBitsToDouble(random.nextLong());
            default -> random.nextInt(100_000) / 100.0 * (1 + random.nextInt(30) / 100.0);
        };
    }

    @Test
    void everyDecimalThatCanBeWrittenComesBackEqual() {
        Worker worker = engine.worker();
        worker.registerFunction(echo, Numbers.class, (numbers, call) -> numbers).awaitConfirmed(PATIENCE);
        SplittableRandom random = new SplittableRandom(11);
        List<BigDecimal> written = new ArrayList<>();
        for (int i = 0; i < NUMBERS; i++) {
            double number = random(random, 3);
            if (!Double.isFinite(number)) {
                continue;
            }
            BigDecimal decimal = new BigDecimal(Double.toString(number));
            try {
                assertThat(Json.of(decimal).text()).isNotEmpty();
                written.add(decimal);
            } catch (InvalidPayloadException e) {
                // The engine cannot send this number.
            }
        }
        assertThat(written).hasSizeGreaterThan(NUMBERS * 9 / 10);
        Numbers back = Engine.notNull(worker.trigger(echo, new Numbers(written), Numbers.class));
        assertThat(back.numbers()).usingElementComparator(BigDecimal::compareTo).isEqualTo(written);
    }

    /** The sums that another worker has made with doubles, in the shortest form of JSON. */
    @Test
    void whateverArrivesCanBeReturned() {
        Worker worker = engine.worker();
        worker.registerFunction(echo, Numbers.class, (numbers, call) -> numbers).awaitConfirmed(PATIENCE);
        SplittableRandom random = new SplittableRandom(12);
        List<Double> sent = new ArrayList<>();
        for (int i = 0; i < NUMBERS; i++) {
            double number = random(random, 2);
            if (Double.isFinite(number)) {
                sent.add(number);
            }
        }
        Json arrived =
                worker.trigger(echo, Json.parse("{\"numbers\":" + Json.of(sent).text() + "}"));
        List<BigDecimal> once = Engine.notNull(arrived.field("numbers").as(new TypeRef<List<BigDecimal>>() {}));
        Numbers again = Engine.notNull(worker.trigger(echo, new Numbers(once), Numbers.class));
        assertThat(again.numbers())
                .usingElementComparator(BigDecimal::compareTo)
                .isEqualTo(once);
    }
}
