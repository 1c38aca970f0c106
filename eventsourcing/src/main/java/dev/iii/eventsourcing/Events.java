package dev.iii.eventsourcing;

import dev.iii.sdk.json.Json;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * The names and versions of the events of an aggregate. They are part of the log and must never change; the Java classes may
 * be renamed and moved. Immutable and thread-safe: every method returns a copy.
 *
 * <pre>{@code
 * static final Events<Event> EVENTS = Events.of(Event.class)
 *         .name(Opened.class, "account-opened", 2)
 *         .upcast("account-opened", 1, Bank::withoutLimit)
 *         .name(Deposited.class, "money-deposited", 1);
 * }</pre>
 *
 * <p>An event of an unknown name or of a newer version makes the commands of its stream fail with {@code newer_event} and
 * status 503, because this program cannot know what the event means.
 *
 * @param <E> the type of all events
 */
public final class Events<E> {

    private final Class<E> type;
    private final Map<Class<?>, Name> names;
    private final Map<String, Class<? extends E>> classes;
    private final Map<String, UnaryOperator<Json>> upcasters;

    /**
     * The name of an event in the log.
     *
     * @param name the name, which is also the end of the topic on which such events are published
     * @param version the version of the JSON of the event, from 1
     */
    public record Name(String name, int version) {}

    private Events(
            Class<E> type,
            Map<Class<?>, Name> names,
            Map<String, Class<? extends E>> classes,
            Map<String, UnaryOperator<Json>> upcasters) {
        this.type = type;
        this.names = Map.copyOf(names);
        this.classes = Map.copyOf(classes);
        this.upcasters = Map.copyOf(upcasters);
    }

    /**
     * Creates the names of no events.
     *
     * @param type the type of all events; if it is sealed, {@link Aggregate#of} checks that every permitted class has a name
     */
    public static <E> Events<E> of(Class<E> type) {
        return new Events<>(type, Map.of(), Map.of(), Map.of());
    }

    /**
     * Names a class of events.
     *
     * @param eventClass the class; its JSON must be readable as the same class
     * @param name the name in the log: letters, digits, {@code .}, {@code _} and {@code -}
     * @param version the current version of its JSON, from 1. Each version before it needs an {@linkplain #upcast upcaster}
     * @throws IllegalArgumentException if the class or the name has been used before, or the name or the version is invalid
     */
    public Events<E> name(Class<? extends E> eventClass, String name, int version) {
        if (!name.matches("[A-Za-z0-9._-]{1,100}")) {
            throw new IllegalArgumentException(
                    "the event name '" + name + "' is invalid; it must be 1 to 100 letters, digits, '.', '_' or '-'");
        }
        if (version < 1) {
            throw new IllegalArgumentException(
                    "the version of event " + name + " is " + version + "; it must be at least 1");
        }
        Map<Class<?>, Name> moreNames = new HashMap<>(names);
        Map<String, Class<? extends E>> moreClasses = new HashMap<>(classes);
        if (moreNames.put(eventClass, new Name(name, version)) != null || moreClasses.put(name, eventClass) != null) {
            throw new IllegalArgumentException(
                    "there already is an event " + name + ", or a name for " + eventClass.getName());
        }
        return new Events<>(type, moreNames, moreClasses, upcasters);
    }

    /**
     * Defines how the JSON of an old version of an event becomes that of the next version. Upcasters run one after the other
     * until the current version is reached.
     *
     * @param name the name of the event in the log
     * @param fromVersion the version that the step reads, from 1
     * @param step a pure function that returns the JSON of version {@code fromVersion + 1}
     * @throws IllegalArgumentException if there already is an upcaster from this version
     */
    public Events<E> upcast(String name, int fromVersion, UnaryOperator<Json> step) {
        Map<String, UnaryOperator<Json>> more = new HashMap<>(upcasters);
        if (more.put(key(name, fromVersion), step) != null) {
            throw new IllegalArgumentException(
                    "there already is an upcaster of " + name + " from version " + fromVersion);
        }
        return new Events<>(type, names, classes, more);
    }

    /** Returns the type of all events. */
    public Class<E> type() {
        return type;
    }

    /** Returns the names of all events in the log. */
    public Set<String> names() {
        return classes.keySet();
    }

    /**
     * Returns the name and the current version of an event.
     *
     * @throws IllegalArgumentException if the class of the event has no name
     */
    public Name nameOf(E event) {
        Name name = names.get(event.getClass());
        if (name == null) {
            throw new IllegalArgumentException(
                    "the event " + event.getClass().getName() + " has no name; add it with Events.name");
        }
        return name;
    }

    /**
     * Reads an event of the log. Returns an empty value if the name is unknown or the version is newer than the current one.
     *
     * @param name the name in the log
     * @param version the version in the log
     * @param json the JSON in the log
     * @throws IllegalStateException if an upcaster is missing
     * @throws dev.iii.sdk.error.InvalidPayloadException if the JSON does not fit the class of the event
     */
    public Optional<E> read(String name, int version, Json json) {
        Class<? extends E> eventClass = classes.get(name);
        if (eventClass == null) {
            return Optional.empty();
        }
        int current = currentVersion(eventClass);
        if (version > current) {
            return Optional.empty();
        }
        Json upcasted = json;
        for (int v = version; v < current; v++) {
            UnaryOperator<Json> step = upcasters.get(key(name, v));
            if (step == null) {
                throw new IllegalStateException(
                        "there is no upcaster of " + name + " from version " + v + "; add it with Events.upcast");
            }
            upcasted = step.apply(upcasted);
        }
        return Optional.ofNullable(upcasted.as(eventClass));
    }

    private int currentVersion(Class<?> eventClass) {
        Name name = names.get(eventClass);
        return name == null ? 0 : name.version();
    }

    /**
     * Checks that each class that a sealed type permits has a name, and that the upcasters lead from each old version to the
     * current one. A gap would otherwise show only when the first old event is read.
     */
    void checkComplete() {
        checkNamed(type);
        Set<String> unused = new TreeSet<>(upcasters.keySet());
        for (Name name : names.values()) {
            for (int version = 1; version < name.version(); version++) {
                if (!unused.remove(key(name.name(), version))) {
                    throw new IllegalArgumentException("event " + name.name() + " has version " + name.version()
                            + ", but no upcaster from version " + version + "; add it with Events.upcast");
                }
            }
        }
        for (String key : unused) {
            throw new IllegalArgumentException("the upcaster of " + key.replace("/", " from version ")
                    + " is never used: there is no such event, or its current version is not higher");
        }
    }

    private static String key(String name, int fromVersion) {
        return name + "/" + fromVersion;
    }

    private void checkNamed(Class<?> checked) {
        if (checked.isSealed()) {
            for (Class<?> permitted : checked.getPermittedSubclasses()) {
                checkNamed(permitted);
            }
        } else if (!names.containsKey(checked) && !checked.isInterface()) {
            throw new IllegalArgumentException(
                    "the event " + checked.getName() + " has no name; add it with Events.name");
        }
    }
}
