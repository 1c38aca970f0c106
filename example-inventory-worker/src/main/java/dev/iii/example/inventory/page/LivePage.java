package dev.iii.example.inventory.page;

import dev.iii.eventsourcing.View;
import dev.iii.sdk.FunctionDefinition;
import dev.iii.sdk.Registration;
import dev.iii.sdk.RegistrationStatus;
import dev.iii.sdk.Worker;
import dev.iii.sdk.error.CallException;
import dev.iii.sdk.http.HttpRequest;
import dev.iii.sdk.http.HttpResponse;
import dev.iii.sdk.trigger.HttpTrigger;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The page for browsers at {@code GET /}. Browsers connect to the stream port of the engine and join the item {@code now} of
 * a stream. The worker that owns the function of the page writes a {@link Snapshot} to this item after each change, and once a
 * second so that a browser can tell whether a worker runs. The item is always complete, so a browser that reconnects needs no
 * earlier message. Ends with the worker. Thread-safe.
 */
public final class LivePage {

    private static final Logger log = LoggerFactory.getLogger(LivePage.class);
    private static final String GROUP = "page";
    private static final String ITEM = "now";
    private static final String FUNCTION = "page::inventory";
    private static final String SCRIPT = "/inventory/page.js";
    private static final String STYLE = "/inventory/page.css";

    private static final long MIN_PAUSE_MILLIS = 250;
    /** The pause is at least this many times as long as the run before it, so that many items do not use much of a core. */
    private static final long PAUSES_PER_RUN = 50;
    /** The page shows after 4 s of silence that it is not live. A slow run, for example the first one, must not cause this. */
    private static final long MAX_PAUSE_MILLIS = 2_000;

    private static final long MAX_SILENCE_MILLIS = 1_000;

    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private static final int DEFAULT_STREAM_PORT = 3112;
    private static final Pattern HOST = Pattern.compile("([A-Za-z0-9.-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}])(:[0-9]{1,5})?");
    private static final Pattern ADDRESS = Pattern.compile("wss?://[A-Za-z0-9.:/_\\[\\]-]+");

    private final Worker worker;
    private final View<Activity> view;
    private final String streamName;
    private final @Nullable String streamUrl;
    private final Clock clock;
    private final String page = resource("page.html");
    private final String script = resource("page.js");
    private final String style = resource("page.css");
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "inventory-page"));
    private final Registration registration;

    // Used by the thread of the timer only.
    private @Nullable Snapshot sent;
    private long sentEvents;
    private long sentAt;
    private boolean failing;

    /**
     * The item of the stream.
     *
     * @param at the time of the snapshot, in milliseconds since 1970-01-01T00:00Z
     * @param asOf {@code null} if the view follows the log; otherwise the time since which it does not, because its rows are
     *     computed again
     */
    private record Message(long at, @Nullable Long asOf, Snapshot inventory) {}

    private LivePage(Worker worker, View<Activity> view, String streamName, @Nullable String streamUrl, Clock clock) {
        this.worker = worker;
        this.view = view;
        this.streamName = streamName;
        this.streamUrl = streamUrl;
        this.clock = clock;
        this.registration = worker.registerFunction(
                FunctionDefinition.of(FUNCTION, HttpRequest.class, (request, call) -> respond(request))
                        .description("Returns the files of the page for browsers"));
    }

    /**
     * Registers the routes and starts to write to the stream.
     *
     * @param view what the page shows
     * @param streamName the name of the stream: letters, digits, {@code _} and {@code -}
     * @param streamUrl the address of the engine's stream port for browsers, {@code ws://HOST:PORT}; {@code null} for port 3112
     *     of the host from which a browser has loaded the page
     * @throws IllegalArgumentException if the address does not have this form
     */
    public static void start(Worker worker, View<Activity> view, String streamName, @Nullable String streamUrl) {
        LivePage live = new LivePage(
                worker, view, streamName, streamUrl == null ? null : checked(streamUrl), Clock.systemUTC());
        for (String path : new String[] {"/", SCRIPT, STYLE}) {
            worker.registerTrigger(HttpTrigger.get(path), FUNCTION);
        }
        live.schedule(MIN_PAUSE_MILLIS);
        var unused = worker.closed().whenComplete((closed, failure) -> live.timer.shutdownNow());
    }

    /**
     * Returns the address of a stream port unchanged.
     *
     * @throws IllegalArgumentException if it does not have the form {@code ws://HOST:PORT}
     */
    public static String checked(String streamUrl) {
        if (!ADDRESS.matcher(streamUrl).matches()) {
            throw new IllegalArgumentException(
                    "the address of the stream port is '" + streamUrl + "'; it must be like ws://127.0.0.1:3112");
        }
        return streamUrl;
    }

    // ---------------------------------------------------------------- files

    private HttpResponse respond(HttpRequest request) {
        String route = "/" + request.route();
        if (route.endsWith(SCRIPT)) {
            return file("text/javascript; charset=utf-8", script);
        }
        if (route.endsWith(STYLE)) {
            return file("text/css; charset=utf-8", style);
        }
        String stream = streamUrl != null ? streamUrl : streamUrl(request.header("host"));
        return file("text/html; charset=utf-8", page.replace("{stream}", stream).replace("{name}", streamName))
                .withHeader("content-security-policy", policy(stream))
                .withHeader("x-frame-options", "DENY")
                .withHeader("referrer-policy", "same-origin");
    }

    private static HttpResponse file(String type, String text) {
        return HttpResponse.of(200, text)
                .withHeader("content-type", type)
                .withHeader("cache-control", "no-cache")
                .withHeader("x-content-type-options", "nosniff");
    }

    /** Allows the files of the page, requests to its own origin, and the stream port. Strings never become HTML or scripts. */
    private static String policy(String stream) {
        return "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; connect-src 'self' " + stream
                + "; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'";
    }

    /** Returns the address of the stream port on the host of a request. A host with any special character is not used. */
    static String streamUrl(Optional<String> host) {
        var matcher = HOST.matcher(host.orElse(""));
        return "ws://" + (matcher.matches() ? matcher.group(1) : "127.0.0.1") + ":" + DEFAULT_STREAM_PORT;
    }

    private static String resource(String name) {
        try (InputStream in = Objects.requireNonNull(LivePage.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // ---------------------------------------------------------------- stream

    private void schedule(long pauseMillis) {
        if (!timer.isShutdown()) {
            var unused = timer.schedule(this::run, pauseMillis, TimeUnit.MILLISECONDS);
        }
    }

    private void run() {
        long begin = System.nanoTime();
        try {
            write();
            failing = false;
        } catch (CallException e) {
            // The view has no rows yet, the engine is not available, or it has no streams.
            if (!failing) {
                log.debug("The page is not updated now: {}", e.getMessage());
            }
            failing = true;
        } catch (RuntimeException e) {
            if (!failing) {
                log.warn("The page could not be updated and is updated again", e);
            }
            failing = true;
        } finally {
            schedule(pauseMillis(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin)));
        }
    }

    /** Returns the time until the next run. */
    static long pauseMillis(long runMillis) {
        return Math.min(MAX_PAUSE_MILLIS, Math.max(MIN_PAUSE_MILLIS, PAUSES_PER_RUN * runMillis));
    }

    private void write() {
        if (registration.status() != RegistrationStatus.ACTIVE) {
            // A standby: its rows are older than those of the owner.
            return;
        }
        long now = clock.millis();
        boolean isDue = now - sentAt >= MAX_SILENCE_MILLIS || now < sentAt;
        // Computing the content costs more than this sum, which changes with each event.
        long events = view.fold(0L, (sum, row) -> sum + row.number());
        Snapshot snapshot = sent;
        if (snapshot == null || events != sentEvents || Activity.minute(now) != Activity.minute(sentAt)) {
            snapshot = Snapshot.of(view, now);
        } else if (!isDue) {
            return;
        }
        Long asOf = view.page(none -> false, Comparator.comparing(View.Row::stream), Optional.empty(), 1)
                .asOf()
                .map(Instant::toEpochMilli)
                .orElse(null);
        var unused = worker.streams()
                .with(call -> call.timeout(TIMEOUT))
                .set(streamName, GROUP, ITEM, new Message(now, asOf, snapshot));
        sent = snapshot;
        sentEvents = events;
        sentAt = now;
    }
}
