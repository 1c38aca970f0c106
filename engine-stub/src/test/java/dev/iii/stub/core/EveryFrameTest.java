package dev.iii.stub.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.iii.protocol.Frame;
import dev.iii.protocol.RawJson;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No frame, however unexpected, upsets the core. */
class EveryFrameTest {

    static Stream<Class<?>> frames() {
        return Arrays.stream(Frame.class.getPermittedSubclasses());
    }

    @ParameterizedTest
    @MethodSource("frames")
    void frameIsDispatchedInEveryState(Class<?> type) throws ReflectiveOperationException {
        Frame frame = make(type);
        TestEngine test = new TestEngine();
        TestPeer fresh = test.connect();
        TestPeer announced = test.worker("announced");
        TestPeer gone = test.worker("gone");
        gone.leaves();
        for (TestPeer peer : new TestPeer[] {fresh, announced, gone}) {
            assertThatCode(() -> peer.connection().receive(frame, 10)).doesNotThrowAnyException();
        }
        announced.heard();
        announced.says("{\"type\":\"ping\"}");
        announced.hears("{\"type\":\"pong\"}");
        assertThat(gone.heard()).isEmpty();
    }

    private static Frame make(Class<?> type) throws ReflectiveOperationException {
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        Object[] values = Arrays.stream(types).map(EveryFrameTest::value).toArray();
        Constructor<?> constructor = type.getDeclaredConstructor(types);
        return (Frame) constructor.newInstance(values);
    }

    private static Object value(Class<?> type) {
        if (type == String.class) {
            return "x";
        }
        if (type == UUID.class) {
            return TestEngine.id(4711);
        }
        if (type == RawJson.class) {
            return RawJson.EMPTY_OBJECT;
        }
        if (type == dev.iii.protocol.Action.class) {
            return dev.iii.protocol.Action.VOID;
        }
        return new dev.iii.protocol.ErrorBody("c", "m");
    }
}
