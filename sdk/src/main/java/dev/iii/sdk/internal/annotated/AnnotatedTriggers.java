package dev.iii.sdk.internal.annotated;

import dev.iii.sdk.annotation.OnCron;
import dev.iii.sdk.annotation.OnDurable;
import dev.iii.sdk.annotation.OnHttp;
import dev.iii.sdk.annotation.OnState;
import dev.iii.sdk.annotation.OnStream;
import dev.iii.sdk.annotation.OnSubscribe;
import dev.iii.sdk.annotation.OnTrigger;
import dev.iii.sdk.internal.check.Arguments;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.trigger.CronTrigger;
import dev.iii.sdk.trigger.DurableSubscriberTrigger;
import dev.iii.sdk.trigger.HttpTrigger;
import dev.iii.sdk.trigger.StateTrigger;
import dev.iii.sdk.trigger.StreamTrigger;
import dev.iii.sdk.trigger.SubscribeTrigger;
import dev.iii.sdk.trigger.Trigger;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/** Reads the triggers of a method from its annotations. */
final class AnnotatedTriggers {

    private AnnotatedTriggers() {}

    static boolean areOn(Method method) {
        return !of(method).isEmpty();
    }

    static List<Trigger> of(Method method) {
        List<Trigger> triggers = new ArrayList<>();
        for (OnHttp on : method.getAnnotationsByType(OnHttp.class)) {
            triggers.add(http(on));
        }
        for (OnSubscribe on : method.getAnnotationsByType(OnSubscribe.class)) {
            triggers.add(SubscribeTrigger.topic(on.value()));
        }
        for (OnState on : method.getAnnotationsByType(OnState.class)) {
            StateTrigger trigger = on.scope().isEmpty() ? StateTrigger.any() : StateTrigger.scope(on.scope());
            trigger = with(trigger, on.key(), StateTrigger::key);
            triggers.add(with(trigger, on.condition(), StateTrigger::condition));
        }
        for (OnCron on : method.getAnnotationsByType(OnCron.class)) {
            triggers.add(with(CronTrigger.expression(on.value()), on.condition(), CronTrigger::condition));
        }
        for (OnDurable on : method.getAnnotationsByType(OnDurable.class)) {
            triggers.add(with(durable(on), on.condition(), DurableSubscriberTrigger::condition));
        }
        for (OnStream on : method.getAnnotationsByType(OnStream.class)) {
            StreamTrigger trigger = with(StreamTrigger.stream(on.stream()), on.group(), StreamTrigger::group);
            trigger = with(trigger, on.item(), StreamTrigger::item);
            triggers.add(with(trigger, on.condition(), StreamTrigger::condition));
        }
        for (OnTrigger on : method.getAnnotationsByType(OnTrigger.class)) {
            triggers.add(Trigger.of(Arguments.notBlank(on.type(), "trigger type"), Json.parse(on.config())));
        }
        return triggers;
    }

    private static DurableSubscriberTrigger durable(OnDurable on) {
        DurableSubscriberTrigger trigger = DurableSubscriberTrigger.topic(on.value());
        if (on.maxRetries() != -1) {
            trigger = trigger.maxRetries(on.maxRetries());
        }
        if (on.backoffMillis() != -1) {
            trigger = trigger.backoff(Duration.ofMillis(on.backoffMillis()));
        }
        if (on.concurrency() != 0) {
            trigger = trigger.concurrency(on.concurrency());
        }
        return on.fifo() ? trigger.fifo() : trigger;
    }

    private static Trigger http(OnHttp on) {
        HttpTrigger trigger = with(HttpTrigger.of(on.method(), on.path()), on.condition(), HttpTrigger::condition);
        return on.middleware().length == 0 ? trigger : trigger.middleware(on.middleware());
    }

    /** Returns the trigger with a setting changed; unchanged if the value is empty. */
    private static <T> T with(T trigger, String value, BiFunction<T, String, T> change) {
        return value.isEmpty() ? trigger : change.apply(trigger, value);
    }
}
