package dev.iii.sdk.internal.call;

import java.util.Set;

/** The functions of the engine, which are in the namespace {@code default} even if the worker is in another one. */
public final class EngineFunctionIds {

    private static final Set<String> OTHER_IDS = Set.of(
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
            "queue::define",
            "iii::durable::publish",
            "iii::queue::redrive",
            "iii::queue::redrive_message",
            "iii::queue::discard_message");

    private EngineFunctionIds() {}

    /** Returns {@code true} if the engine provides a function with this id, or reserves the id. */
    public static boolean contains(String functionId) {
        return functionId.startsWith("engine::") || OTHER_IDS.contains(functionId);
    }
}
