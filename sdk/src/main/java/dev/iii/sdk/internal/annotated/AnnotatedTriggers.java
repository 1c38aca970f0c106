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
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/** Reads the triggers of a method from its annotations. */
final class AnnotatedTriggers {

    private static final List<Class<? extends Annotation>> ANNOTATIONS = List.of(
            OnHttp.class,
            OnSubscribe.class,
            OnState.class,
            OnCron.class,
            OnDurable.class,
            OnStream.class,
            OnTrigger.class);

    private AnnotatedTriggers() {}

    static boolean areOn(Method method) {
        return ANNOTATIONS.stream().anyMatch(type -> method.getAnnotationsByType(type).length > 0);
    }

    /** Returns the triggers of a method. Adds a message for each one that is invalid. */
    static List<Trigger> of(Method method, Problems problems) {
        List<Trigger> triggers = new ArrayList<>();
        for (Class<? extends Annotation> type : ANNOTATIONS) {
            for (Annotation annotation : method.getAnnotationsByType(type)) {
                Trigger trigger = problems.attempt(() -> trigger(annotation));
                if (trigger != null) {
                    triggers.add(trigger);
                }
            }
        }
        return triggers;
    }

    private static Trigger trigger(Annotation annotation) {
        if (annotation instanceof OnHttp on) {
            return http(on);
        }
        if (annotation instanceof OnSubscribe on) {
            return SubscribeTrigger.topic(on.value());
        }
        if (annotation instanceof OnState on) {
            StateTrigger trigger = on.scope().isEmpty() ? StateTrigger.any() : StateTrigger.scope(on.scope());
            trigger = with(trigger, on.key(), StateTrigger::key);
            return with(trigger, on.condition(), StateTrigger::condition);
        }
        if (annotation instanceof OnCron on) {
            return with(CronTrigger.expression(on.value()), on.condition(), CronTrigger::condition);
        }
        if (annotation instanceof OnDurable on) {
            return with(durable(on), on.condition(), DurableSubscriberTrigger::condition);
        }
        if (annotation instanceof OnStream on) {
            StreamTrigger trigger = with(StreamTrigger.stream(on.stream()), on.group(), StreamTrigger::group);
            trigger = with(trigger, on.item(), StreamTrigger::item);
            return with(trigger, on.condition(), StreamTrigger::condition);
        }
        if (annotation instanceof OnTrigger on) {
            return Trigger.of(Arguments.notBlank(on.type(), "trigger type"), Json.parse(on.config()));
        }
        throw new IllegalStateException("no trigger for " + annotation);
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
