/**
 * Functions and their triggers as annotations on the methods of a plain object, which {@link
 * dev.iii.sdk.Worker#registerAll} registers in one call.
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
