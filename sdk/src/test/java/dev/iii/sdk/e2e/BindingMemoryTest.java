package dev.iii.sdk.e2e;

import static dev.iii.sdk.e2e.Engine.PATIENCE;
import static dev.iii.sdk.e2e.Engine.unique;
import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.sdk.Registration;
import dev.iii.sdk.TriggerType;
import dev.iii.sdk.TriggerTypeDefinition;
import dev.iii.sdk.TriggerTypeHandler;
import dev.iii.sdk.Worker;
import dev.iii.sdk.error.RegistrationRefusedException;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.trigger.Trigger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Other workers decide how many functions are bound to a trigger type. They must not use up the heap of its provider. */
class BindingMemoryTest {

    @RegisterExtension
    static final Engine engine = new Engine();

    private final String type = unique("webhook");

    private Registration bind(Worker user, int number, String config) {
        return user.registerTrigger(Trigger.of(type, Map.of("text", config)), "on::" + number);
    }

    private static List<RegistrationRefusedException> refusals(List<Registration> triggers) {
        return triggers.stream().flatMap(trigger -> trigger.refusal().stream()).toList();
    }

    @Test
    void bindingsBeyondTheMemoryOfTheirProviderAreRefused() {
        Worker provider = engine.worker();
        Worker user = engine.worker();
        TriggerType<Json> hooks = provider.registerTriggerType(
                TriggerTypeDefinition.of(type, "Calls on a path", Json.class), TriggerTypeHandler.acceptAll());
        hooks.registration().awaitConfirmed(PATIENCE);
        // A sixteenth of the heap has room for about eight of them, or for more if the heap is large.
        int characters = (int) Math.min(4_000_000, Runtime.getRuntime().maxMemory() / 16 / 8 / 3);
        long most = Runtime.getRuntime().maxMemory() / 16 / 3 / characters;
        String config = "x".repeat(characters);
        List<Registration> triggers = new ArrayList<>();
        for (int i = 0; i <= most; i++) {
            triggers.add(bind(user, i, config));
        }
        Awaitility.await().atMost(PATIENCE).untilAsserted(() -> {
            int bound = hooks.bindings().size();
            List<RegistrationRefusedException> refusals = refusals(triggers);
            assertThat(refusals).isNotEmpty().hasSize(triggers.size() - bound);
        });
        assertThat(hooks.bindings()).hasSizeGreaterThanOrEqualTo(4);
        assertThat(refusals(triggers)).allSatisfy(refusal -> {
            assertThat(refusal.code()).isEqualTo("overloaded");
            assertThat(refusal).hasMessageContaining(type).hasMessageContaining("need more than");
        });

        triggers.forEach(Registration::unregister);
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(hooks.bindings()).isEmpty());
        bind(user, -1, config);
        assertThat(hooks.awaitBindings(1, PATIENCE)).hasSize(1);
    }
}
