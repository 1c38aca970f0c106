package dev.iii.sdk.e2e;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.iii.sdk.FunctionDefinition;
import dev.iii.sdk.FunctionHandler;
import dev.iii.sdk.TriggerTypeDefinition;
import dev.iii.sdk.TriggerTypeHandler;
import dev.iii.sdk.Worker;
import dev.iii.sdk.json.InputType;
import dev.iii.sdk.json.TypeRef;
import dev.iii.sdk.stream.StreamEvent;
import dev.iii.sdk.trigger.ConfigurationEvent;
import dev.iii.sdk.trigger.StateEvent;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Values inside the events of triggers that can never be read: the function is refused when it is registered. */
class ProvidedInputsTest {

    interface Shape {}

    @RegisterExtension
    static final Engine engine = new Engine();

    static Stream<InputType<?>> unreadable() {
        return Stream.of(
                StateEvent.of(Shape.class),
                StateEvent.of(new TypeRef<List<Shape>>() {}),
                StreamEvent.of(Shape.class),
                ConfigurationEvent.of(Shape.class),
                InputType.of(new TypeRef<StateEvent<Shape>>() {}),
                InputType.of(new TypeRef<StreamEvent<Shape>>() {}),
                InputType.of(new TypeRef<ConfigurationEvent<Shape>>() {}),
                InputType.readBy(json -> json).withValueType(TypeRef.of(Shape.class)));
    }

    @ParameterizedTest
    @MethodSource("unreadable")
    void anEventWhoseValuesCanNeverBeReadIsRefused(InputType<?> type) {
        register(engine.worker(), type);
    }

    private static <I> void register(Worker worker, InputType<I> type) {
        FunctionHandler<I, Object> handler = (event, call) -> "not reached";
        assertThatThrownBy(() -> worker.registerFunction(FunctionDefinition.of("on::event", type, handler)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("the values in the input of on::event: ")
                .hasMessageContaining("Shape is an interface")
                .hasMessageContaining("@JsonTypeInfo");
    }

    @Test
    void aTriggerTypeWhoseConfigurationCanNeverBeReadIsRefused() {
        TriggerTypeDefinition<Shape> definition = TriggerTypeDefinition.of("shape", "a test", Shape.class);
        assertThatThrownBy(() -> engine.worker().registerTriggerType(definition, TriggerTypeHandler.acceptAll()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("the configuration of the trigger type shape: Shape is an interface")
                .hasMessageContaining("@JsonTypeInfo");
    }
}
