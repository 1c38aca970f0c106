package dev.iii.sdk.internal.call;

import java.util.Set;

/** Functions of the engine itself, which live in the namespace {@code default} whatever the worker's own is. */
final class EngineFunctions {

    private static final Set<String> OTHERS = Set.of(
            "publish",
            "state::set",
            "state::get",
            "state::delete",
            "state::list",
            "state::list_groups",
            "state::update",
            "stream::set",
            "stream::get",
            "stream::delete",
            "stream::update",
            "stream::list",
            "stream::list_groups",
            "stream::list_all",
            "stream::send",
            "configuration::register",
            "configuration::get",
            "configuration::set",
            "configuration::schema",
            "configuration::list",
            "iii::durable::publish",
            "iii::queue::redrive",
            "iii::queue::redrive_message",
            "iii::queue::discard_message");

    private EngineFunctions() {}

    static boolean contains(String functionId) {
        return functionId.startsWith("engine::") || OTHERS.contains(functionId);
    }
}
