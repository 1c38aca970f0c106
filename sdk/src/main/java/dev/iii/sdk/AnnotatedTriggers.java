package dev.iii.sdk;

import dev.iii.sdk.annotation.OnCron;
import dev.iii.sdk.annotation.OnDurable;
import dev.iii.sdk.annotation.OnHttp;
import dev.iii.sdk.annotation.OnState;
import dev.iii.sdk.annotation.OnStream;
import dev.iii.sdk.annotation.OnSubscribe;
import dev.iii.sdk.annotation.OnTrigger;
import dev.iii.sdk.trigger.HttpTrigger;
import dev.iii.sdk.trigger.SubscribeTrigger;
import dev.iii.sdk.trigger.Trigger;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The triggers of a method, by its annotations. */
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
            triggers.add(Trigger.of(
                    "state", config("scope", on.scope(), "key", on.key(), "condition_function_id", on.condition())));
        }
        for (OnCron on : method.getAnnotationsByType(OnCron.class)) {
            triggers.add(Trigger.of(
                    "cron",
                    config(
                            "expression",
                            Checks.notBlank(on.value(), "cron expression"),
                            "condition_function_id",
                            on.condition())));
        }
        for (OnDurable on : method.getAnnotationsByType(OnDurable.class)) {
            triggers.add(Trigger.of(
                    "durable:subscriber",
                    config("topic", Checks.notBlank(on.value(), "topic"), "condition_function_id", on.condition())));
        }
        for (OnStream on : method.getAnnotationsByType(OnStream.class)) {
            triggers.add(stream(on));
        }
        for (OnTrigger on : method.getAnnotationsByType(OnTrigger.class)) {
            triggers.add(Trigger.of(Checks.notBlank(on.type(), "trigger type"), Json.parse(on.config())));
        }
        return triggers;
    }

    private static Trigger http(OnHttp on) {
        HttpTrigger trigger = HttpTrigger.of(on.method(), on.path());
        if (!on.condition().isEmpty()) {
            trigger = trigger.condition(on.condition());
        }
        return on.middleware().length == 0 ? trigger : trigger.middleware(on.middleware());
    }

    private static Trigger stream(OnStream on) {
        return Trigger.of(
                "stream",
                config(
                        "stream_name",
                        on.stream(),
                        "group_id",
                        on.group(),
                        "item_id",
                        on.item(),
                        "condition_function_id",
                        on.condition()));
    }

    /** Names and values in turns; what is empty is left out. */
    private static Map<String, String> config(String... namesAndValues) {
        Map<String, String> config = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            if (!namesAndValues[i + 1].isEmpty()) {
                config.put(namesAndValues[i], namesAndValues[i + 1]);
            }
        }
        return config;
    }
}
