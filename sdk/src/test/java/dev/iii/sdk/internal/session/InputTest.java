package dev.iii.sdk.internal.session;

import static dev.iii.sdk.internal.session.SessionScript.SECOND;
import static dev.iii.sdk.internal.session.SessionScript.function;
import static dev.iii.sdk.internal.session.SessionScript.ok;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.iii.protocol.Ping;
import dev.iii.protocol.RegisterFunction;
import dev.iii.protocol.TriggerRegistrationResult;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every type of input has a transition in every state. */
class InputTest {

    /** One input of each type, in an order in which the session can process one after the other. */
    private static List<Input> inputs(SessionScript script) {
        SessionRegistration f = function("other");
        PendingCall call = script.call(7, "a", 30 * SECOND);
        return List.of(
                new Input.Received(1, new Ping()),
                new Input.Register(f),
                new Input.Amend(f, new RegisterFunction("other", "better", null, null, null, null)),
                new Input.Unregister(f),
                new Input.Resubscribe(true),
                new Input.Trigger(call),
                new Input.SendRefused(1, call.id()),
                new Input.Cancel(call),
                new Input.BindingDone(1, new TriggerRegistrationResult("t", "type", "f", null)),
                new Input.HandlerDone(0, ok(99), 0),
                new Input.Tick(Input.Tick.UNKNOWN),
                new Input.Opened(1),
                new Input.Closed(1, "gone"),
                new Input.Started(),
                new Input.Drain(script.now + SECOND));
    }

    private static SessionScript in(SessionState state) {
        SessionScript script = new SessionScript();
        if (state != SessionState.IDLE) {
            script.on(new Input.Started());
        }
        switch (state) {
            case IDLE, CONNECTING -> {}
            case REGISTERING -> script.on(new Input.Opened(1));
            case READY -> script.on(new Input.Opened(1)).on(SessionScript.received(1, ok(1)));
            case BACKING_OFF -> script.on(new Input.Closed(1, "refused"));
            case DRAINING ->
                script.on(new Input.Opened(1))
                        .on(SessionScript.received(1, ok(1)))
                        .on(new Input.Drain(script.now + SECOND));
            case CLOSED -> script.on(new Input.Drain(script.now + SECOND));
        }
        assertThat(script.session.state()).isEqualTo(state);
        return script;
    }

    @Test
    void theTestHasEveryTypeOfInput() {
        Set<Class<?>> types =
                inputs(new SessionScript()).stream().map(Input::getClass).collect(Collectors.toSet());
        assertThat(types).isEqualTo(Set.of(Input.class.getPermittedSubclasses()));
    }

    @ParameterizedTest
    @EnumSource
    void everyInputHasATransition(SessionState state) {
        int types = inputs(new SessionScript()).size();
        for (int i = 0; i < types; i++) {
            SessionScript script = in(state);
            Input input = inputs(script).get(i);
            assertThatCode(() -> script.on(input)).as("%s in %s", input, state).doesNotThrowAnyException();
        }
    }

    @ParameterizedTest
    @EnumSource
    void allInputsOneAfterTheOtherHaveTransitions(SessionState state) {
        SessionScript script = in(state);
        inputs(script).forEach(script::on);
        script.after(SECOND);
        assertThat(script.session.state()).isEqualTo(SessionState.CLOSED);
        assertThat(script.session.openCalls()).isZero();
    }
}
