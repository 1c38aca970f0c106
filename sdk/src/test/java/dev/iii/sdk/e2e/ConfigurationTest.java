package dev.iii.sdk.e2e;

import static dev.iii.sdk.e2e.Engine.PATIENCE;
import static dev.iii.sdk.e2e.Engine.unique;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.iii.sdk.Worker;
import dev.iii.sdk.configuration.ConfigurationClient;
import dev.iii.sdk.configuration.ConfigurationDefinition;
import dev.iii.sdk.configuration.ConfigurationInfo;
import dev.iii.sdk.error.FunctionException;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.json.TypeRef;
import dev.iii.sdk.state.StateChange;
import dev.iii.sdk.trigger.ConfigurationEvent;
import dev.iii.sdk.trigger.ConfigurationTrigger;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ConfigurationTest {

    record Limits(int perCustomer, Optional<String> currency) {}

    @RegisterExtension
    static final Engine engine = new Engine();

    private static final Limits FIVE = new Limits(5, Optional.of("EUR"));
    private static final Limits SIX = new Limits(6, Optional.empty());

    private final String id = unique("limits");
    private final String function = unique("fn");

    private ConfigurationDefinition definition() {
        return ConfigurationDefinition.of(id, Limits.class)
                .name("Limits")
                .description("What one customer may buy")
                .metadata(Map.of("team", "shop"))
                .initialValue(FIVE);
    }

    @Test
    void aValueBeginsAsItsDefinitionSaysAndIsReadTyped() {
        ConfigurationClient configuration = engine.worker().configuration();
        assertThat(configuration.get(id, Limits.class)).isEmpty();
        assertThat(configuration.register(definition()).as(Limits.class)).isEqualTo(FIVE);
        assertThat(configuration.get(id, Limits.class)).contains(FIVE);
        assertThat(configuration.get(id, new TypeRef<Map<String, Object>>() {}).orElseThrow())
                .containsEntry("perCustomer", 5);
    }

    @Test
    void anInitialValueCountsOnlyWhenThereIsNoneYet() {
        ConfigurationClient configuration = engine.worker().configuration();
        configuration.register(definition());
        configuration.set(id, SIX);
        assertThat(configuration.register(definition()).as(Limits.class)).isEqualTo(SIX);
        assertThat(configuration.async().register(definition()).join().as(Limits.class))
                .isEqualTo(SIX);
        assertThat(configuration.get(id, Limits.class)).contains(SIX);
    }

    @Test
    void aChangeTellsWhatWasThereBefore() {
        ConfigurationClient configuration = engine.worker().configuration();
        configuration.register(definition());
        StateChange change = configuration.set(id, SIX);
        assertThat(change.oldValue(Limits.class)).contains(FIVE);
        assertThat(change.newValue(Limits.class)).contains(SIX);
        assertThat(configuration.async().get(id, Limits.class).join()).contains(SIX);
    }

    @Test
    void whatDoesNotFitTheSchemaIsRefusedAndChangesNothing() {
        ConfigurationClient configuration = engine.worker().configuration();
        configuration.register(definition());
        assertThatThrownBy(() -> configuration.set(id, Map.of("perCustomer", "many")))
                .isInstanceOf(FunctionException.class);
        assertThat(configuration.get(id, Limits.class)).contains(FIVE);
    }

    @Test
    void whatIsNotRegisteredCannotBeSetAndHasNoSchema() {
        ConfigurationClient configuration = engine.worker().configuration();
        assertThatThrownBy(() -> configuration.set(id, SIX))
                .isInstanceOfSatisfying(
                        FunctionException.class, e -> assertThat(e.code()).isEqualTo("NOT_REGISTERED"));
        assertThat(configuration.schema(id)).isEmpty();
    }

    @Test
    void whatIsKnownOfAConfigurationIsListed() {
        ConfigurationClient configuration = engine.worker().configuration();
        configuration.register(definition());
        ConfigurationInfo info = configuration.schema(id).orElseThrow();
        assertThat(info.name()).isEqualTo("Limits");
        assertThat(info.description()).isEqualTo("What one customer may buy");
        assertThat(info.schema().field("properties").fields()).containsKeys("perCustomer", "currency");
        assertThat(info.metadata().map(metadata -> metadata.field("team").text()))
                .contains("\"shop\"");
        assertThat(configuration.list()).anyMatch(each -> each.id().equals(id));
    }

    @Test
    void aTriggerTellsWhatIsRegisteredAndWhatChanges() throws Exception {
        Worker worker = engine.worker();
        BlockingQueue<ConfigurationEvent<Limits>> events = new LinkedBlockingQueue<>();
        worker.registerFunction(function, ConfigurationEvent.of(Limits.class), (event, call) -> events.add(event));
        worker.registerTrigger(ConfigurationTrigger.of(id), function).awaitConfirmed(PATIENCE);
        ConfigurationClient configuration = engine.worker().configuration();
        configuration.register(definition());
        ConfigurationEvent<Limits> registered = next(events);
        assertThat(registered.kind()).isEqualTo(ConfigurationEvent.Kind.REGISTERED);
        assertThat(registered.id()).isEqualTo(id);
        assertThat(registered.name()).isEqualTo("Limits");
        assertThat(registered.newValue()).contains(FIVE);
        configuration.set(id, SIX);
        ConfigurationEvent<Limits> updated = next(events);
        assertThat(updated.kind()).isEqualTo(ConfigurationEvent.Kind.UPDATED);
        assertThat(updated.oldValue()).contains(FIVE);
        assertThat(updated.newValue()).contains(SIX);
    }

    @Test
    void aTriggerCanBeForSomeKindsAloneAndHaveACondition() throws Exception {
        Worker worker = engine.worker();
        BlockingQueue<ConfigurationEvent<Limits>> events = new LinkedBlockingQueue<>();
        worker.registerFunction(function, ConfigurationEvent.of(Limits.class), (event, call) -> events.add(event));
        worker.registerFunction(
                function + "-condition",
                ConfigurationEvent.of(Limits.class),
                (event, call) -> event.newValue().orElseThrow().perCustomer() != 6);
        worker.registerTrigger(
                        ConfigurationTrigger.of(id)
                                .events(ConfigurationEvent.Kind.UPDATED)
                                .condition(function + "-condition"),
                        function)
                .awaitConfirmed(PATIENCE);
        worker.configuration().register(definition());
        worker.configuration().set(id, SIX);
        worker.configuration().set(id, new Limits(7, Optional.empty()));
        assertThat(next(events).newValue()).contains(new Limits(7, Optional.empty()));
        assertThat(events).isEmpty();
    }

    private static ConfigurationEvent<Limits> next(BlockingQueue<ConfigurationEvent<Limits>> events)
            throws InterruptedException {
        return Engine.notNull(events.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS));
    }

    @Test
    void rawJsonDoesAsWell() {
        ConfigurationClient configuration = engine.worker().configuration();
        configuration.register(ConfigurationDefinition.of(id, Json.parse("{\"type\":\"integer\"}"))
                .initialValue(3));
        assertThat(configuration.get(id, Integer.class)).contains(3);
    }
}
