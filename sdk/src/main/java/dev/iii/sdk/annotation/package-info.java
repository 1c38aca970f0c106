/**
 * Annotations that define functions and their triggers on the methods of an object. {@link dev.iii.sdk.Worker#registerAll}
 * registers all of them with one call.
 *
 * <pre>{@code
 * final class Shop {
 *     @Function("cmd::sell-item")
 *     @OnHttp(method = "POST", path = "/inventory/sell")
 *     public Sold sell(Sell sell) { … }
 *
 *     @Function("proj::stock")
 *     @OnSubscribe("inventory.item-sold")
 *     public void project(ItemSold event, Invocation call) { … }
 * }
 *
 * worker.registerAll(new Shop());
 * }</pre>
 */
@NullMarked
package dev.iii.sdk.annotation;

import org.jspecify.annotations.NullMarked;
