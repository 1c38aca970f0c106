package dev.iii.sdk;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;

/** The order of the packages of the SDK: a class depends only on its own package and on packages before it. */
final class PackageOrder {

    /** From the bottom to the top. The names are relative to {@code dev.iii.sdk}; the empty name is the root. */
    static final List<String> PACKAGES = List.of(
            // Values and policies
            "internal.check",
            "json",
            "error",
            "validation",
            "policy",
            "call",
            "channel",
            "internal.json",
            "internal.http",
            "http",
            "internal.state",
            "state",
            "stream",
            "discovery",
            "trigger",
            "queue",
            "telemetry",
            "annotation",
            // The session, which is pure, and what runs it
            "internal.connection",
            "internal.session",
            "internal.address",
            "internal.runtime",
            "internal.socket",
            "internal.channel",
            "internal.jackson",
            "jackson",
            "internal.config",
            "configuration",
            "internal.failure",
            "internal.telemetry",
            "internal.call",
            // The API as a whole
            "",
            "http.middleware",
            "rbac",
            "logging",
            // The implementation of the API
            "internal.interception",
            "internal.registration",
            "internal.invocation",
            "internal.annotated",
            "internal.stream",
            "internal.client",
            "internal.subscription",
            "internal.worker");

    private static final String ROOT = "dev.iii.sdk";

    private PackageOrder() {}

    static ArchCondition<JavaClass> keepTheOrder() {
        return new ArchCondition<>("depend only on packages that are listed before their own") {
            @Override
            public void check(JavaClass item, ConditionEvents events) {
                int own = indexOf(item);
                if (own < 0) {
                    events.add(SimpleConditionEvent.violated(
                            item, "the package " + item.getPackageName() + " is not listed in PackageOrder"));
                }
                item.getDirectDependenciesFromSelf().forEach(dependency -> {
                    JavaClass target = dependency.getTargetClass().getBaseComponentType();
                    if (target.getPackageName().startsWith(ROOT)
                            && !target.getPackageName().equals(item.getPackageName())) {
                        boolean kept = indexOf(target) < own;
                        events.add(new SimpleConditionEvent(dependency, kept, dependency.getDescription()));
                    }
                });
            }
        };
    }

    private static int indexOf(JavaClass type) {
        String name = type.getPackageName();
        return PACKAGES.indexOf(name.equals(ROOT) ? "" : name.substring(ROOT.length() + 1));
    }
}
