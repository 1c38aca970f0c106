package shop;

import dev.iii.sdk.annotation.Function;
import dev.iii.sdk.error.FunctionException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The functions of a shop. */
public final class Shop {

    /** One line of an order. */
    public record Line(String sku, int quantity) {}

    /** An order. */
    public record Order(String id, List<Line> lines, Optional<String> note, Instant placed) {}

    /** The stock after an order. */
    public record Receipt(String id, Map<String, Integer> left, Optional<String> note, Instant placed) {}

    private final Map<String, Integer> stock = new ConcurrentHashMap<>(Map.of("A-1", 5));

    /** Takes the items of an order from the stock. */
    @Function("shop::order")
    public Receipt order(Order order) {
        for (Line line : order.lines()) {
            if (stock.getOrDefault(line.sku(), 0) < line.quantity()) {
                throw new FunctionException("not_enough_stock", "too few of " + line.sku());
            }
            stock.merge(line.sku(), -line.quantity(), Integer::sum);
        }
        return new Receipt(order.id(), Map.copyOf(stock), order.note(), order.placed());
    }
}
