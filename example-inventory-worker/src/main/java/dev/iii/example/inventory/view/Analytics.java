package dev.iii.example.inventory.view;

import dev.iii.eventsourcing.View;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

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
    private static final Analytics NONE = new Analytics(0, 0, 0, 0, 0, 0, 0, List.of());

    /** The statistics of one item. */
    public record Seller(
            String sku, long added, long sold, long sales, long revenueCents, long stock, long stockValueCents) {

        private static final Comparator<Seller> BEST_FIRST =
                Comparator.comparingLong(Seller::revenueCents).reversed().thenComparing(Seller::sku);
    }

    /**
     * Computes the totals from all rows.
     *
     * @throws dev.iii.sdk.error.FunctionException if the view cannot be read now
     */
    public static Analytics of(View<ItemStats> stats) {
        return stats.fold(NONE, Analytics::plus);
    }

    private Analytics plus(View.Row<ItemStats> row) {
        ItemStats one = row.value();
        long stock = one.item().stock();
        long value = one.stockValueCents();
        return new Analytics(
                items + 1,
                unitsInStock + stock,
                stockValueCents + value,
                unitsAdded + one.added(),
                unitsSold + one.sold(),
                sales + one.sales(),
                revenueCents + one.revenueCents(),
                withSeller(new Seller(
                        row.stream(), one.added(), one.sold(), one.sales(), one.revenueCents(), stock, value)));
    }

    private List<Seller> withSeller(Seller seller) {
        boolean isTop = seller.sales() > 0
                && (topSellers.size() < TOP_SELLERS
                        || Seller.BEST_FIRST.compare(seller, topSellers.get(TOP_SELLERS - 1)) < 0);
        return isTop
                ? Stream.concat(topSellers.stream(), Stream.of(seller))
                        .sorted(Seller.BEST_FIRST)
                        .limit(TOP_SELLERS)
                        .toList()
                : topSellers;
    }
}
