package dev.iii.sdk;

import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What stands behind a registration. */
sealed interface Registered permits RegisteredFunction, ProvidedTriggerType, Registered.Trigger, Registered.Remote {

    /**
     * A function that the engine calls elsewhere.
     *
     * @param isThere asks the engine, which drops some of them without a word
     */
    record Remote(Function<String, CompletableFuture<Boolean>> isThere) implements Registered {}

    /**
     * A trigger: the engine calls its function.
     *
     * @param topic what it subscribes to; {@code null} for triggers of other types
     */
    record Trigger(@Nullable String topic) implements Registered {

        static Trigger of(String type, Json config) {
            return new Trigger(type.equals("subscribe") ? SubscriptionWatch.topicOf(config) : null);
        }
    }
}
