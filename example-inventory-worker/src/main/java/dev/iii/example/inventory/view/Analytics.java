package dev.iii.example.inventory.view;

import dev.iii.eventsourcing.View;
import dev.iii.eventsourcing.View.Row;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The result of {@code query::analytics}: totals over all items, and up to five items with the highest revenue. Immutable. */
public record Analytics(
        long items,
        long unitsInStock,
        long stockValueCents,
        long unitsAdded,
        long unitsSold,
        long sales,
        long revenueCents,
        List<Seller> topSellers) {

    private static final int TOP_SELLERS = 5;

    /** The statistics of one item. */
    public record Seller(
            String sku, long added, long sold, long sales, long revenueCents, long stock, long stockValueCents) {

        private static Seller of(String sku, ItemStats of) {
            long stock = of.item().stock();
            return new Seller(sku, of.added(), of.sold(), of.sales(), of.revenueCents(), stock, of.stockValueCents());
        }
    }

    /**
     * Computes the totals from all rows of a view.
     *
     * @param stats returns the statistics of an item
     * @throws dev.iii.sdk.error.FunctionException if the view cannot be read now
     */
    public static <V> Analytics of(View<V> view, Function<V, ItemStats> stats) {
        Comparator<Row<V>> lowestRevenue =
                Comparator.comparingLong(row -> stats.apply(row.value()).revenueCents());
        List<Seller> top = view
                .page(row -> stats.apply(row).sales() > 0, lowestRevenue.reversed(), Optional.empty(), TOP_SELLERS)
                .rows()
                .stream()
                .map(row -> Seller.of(row.stream(), stats.apply(row.value())))
                .toList();
        return view.fold(
                new Analytics(0, 0, 0, 0, 0, 0, 0, top), (totals, row) -> totals.plus(stats.apply(row.value())));
    }

    private Analytics plus(ItemStats one) {
        return new Analytics(
                items + 1,
                unitsInStock + one.item().stock(),
                stockValueCents + one.stockValueCents(),
                unitsAdded + one.added(),
                unitsSold + one.sold(),
                sales + one.sales(),
                revenueCents + one.revenueCents(),
                topSellers);
    }
}
