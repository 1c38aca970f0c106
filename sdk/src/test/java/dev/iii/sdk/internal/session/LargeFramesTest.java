package dev.iii.sdk.internal.session;

import static dev.iii.sdk.internal.session.SessionScript.FRAME_LIMIT;
import static dev.iii.sdk.internal.session.SessionScript.function;
import static dev.iii.sdk.internal.session.SessionScript.received;
import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.protocol.InvokeFunction;
import dev.iii.protocol.RawJson;
import dev.iii.protocol.RegisterFunction;
import dev.iii.protocol.RegisterTrigger;
import dev.iii.protocol.WorkerRegistered;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What a session does with its own frames that are too large. */
class LargeFramesTest {

    private static final String LONG = "x".repeat(FRAME_LIMIT);

    private final SessionScript script = new SessionScript();

    private List<Event> events() {
        return script.effects.stream()
                .filter(Effect.Notify.class::isInstance)
                .map(effect -> ((Effect.Notify) effect).event())
                .toList();
    }

    private void connect() {
        script.on(new Input.Started());
        script.on(new Input.Opened(1));
    }

    @Test
    void aRegistrationIsRefusedInsteadOfBeingSentOnEveryConnection() {
        SessionRegistration large = new SessionRegistration(
                new RegisterFunction("f", LONG, null, null, null, null), new SessionScript.Owner("f"));
        SessionRegistration small = function("g");
        script.on(new Input.Register(large));
        script.on(new Input.Register(small));
        connect();
        assertThat(script.actions()).hasSize(2).last().asString().contains("\"id\":\"g\"");
        assertThat(events())
                .filteredOn(Event.Refused.class::isInstance)
                .singleElement()
                .isInstanceOfSatisfying(Event.Refused.class, refused -> {
                    assertThat(refused.what()).isSameAs(large);
                    assertThat(refused.error().code()).isEqualTo("registration_too_large");
                });
    }

    @Test
    void theReattachmentIsOmittedIfTheTokenOfTheEngineIsTooLarge() {
        connect();
        script.on(received(1, new WorkerRegistered("w1", LONG)));
        script.on(new Input.Closed(1, "gone"));
        script.after(2 * SessionScript.SECOND);
        script.on(new Input.Opened(2));
        assertThat(script.actions()).singleElement().asString().contains("engine::workers::register");
        assertThat(events()).anySatisfy(event -> assertThat(event).isInstanceOf(Event.Warning.class));
    }

    @Test
    void aRefusalOfACallOrABindingWithLongIdsIsShortenedOrOmitted() {
        connect();
        script.on(received(1, new InvokeFunction(new UUID(1, 1), LONG, RawJson.NULL, null, null, null, null, null)));
        assertThat(script.actions())
                .singleElement()
                .asString()
                .contains("function_not_found", "shortened", "iii:not-run")
                .hasSizeLessThan(FRAME_LIMIT);
        script.on(received(1, new RegisterTrigger("t", "tt", LONG, RawJson.NULL, null, null, null)));
        assertThat(script.actions()).isEmpty();
        assertThat(events()).singleElement().isInstanceOf(Event.Warning.class);
    }
}
