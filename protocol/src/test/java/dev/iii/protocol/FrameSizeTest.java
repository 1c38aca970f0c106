package dev.iii.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FrameSizeTest {

    private static final int LARGE = 100_000;

    static List<Frame> frames() {
        List<Frame> frames = new ArrayList<>();
        FrameCodecTest.golden().forEach(golden -> frames.add(golden.frame()));
        return frames;
    }

    @ParameterizedTest
    @MethodSource("frames")
    void theSizeIsThatOfTheEncodedFrame(Frame frame) {
        int length = FrameEncoder.encode(frame).length;
        assertThat(FrameSize.of(frame)).isEqualTo(length);
        assertThat(FrameSize.fits(frame, length)).isTrue();
        assertThat(FrameSize.fits(frame, length - 1)).isFalse();
    }

    @ParameterizedTest
    @MethodSource("frames")
    void everyFieldOfEveryFrameCounts(Frame frame) throws Exception {
        RecordComponent[] components = frame.getClass().getRecordComponents();
        for (int i = 0; i < components.length; i++) {
            for (Object large : largeValues(components[i].getType())) {
                Frame larger = with(frame, i, large);
                int length = FrameEncoder.encode(larger).length;
                assertThat(length).isGreaterThan(LARGE);
                assertThat(FrameSize.fits(larger, length)).isTrue();
                assertThat(FrameSize.fits(larger, length - 1))
                        .as("%s of %s", components[i].getName(), frame.getClass())
                        .isFalse();
            }
        }
    }

    private static List<Object> largeValues(Class<?> type) {
        String plain = "x".repeat(LARGE);
        String escaped = "\u0001\u00fc".repeat(LARGE);
        if (type == String.class) {
            return List.of(plain, escaped);
        }
        if (type == RawJson.class) {
            return List.of(RawJson.parse("\"" + plain + "\""));
        }
        if (type == ErrorBody.class) {
            return List.of(new ErrorBody(plain, "m"), new ErrorBody("c", escaped), new ErrorBody("c", "m", plain));
        }
        if (type == Action.class) {
            return List.of(new Action.EnqueueAction(plain));
        }
        return List.of();
    }

    private static Frame with(Frame frame, int index, Object value) throws Exception {
        RecordComponent[] components = frame.getClass().getRecordComponents();
        Class<?>[] types = new Class<?>[components.length];
        @Nullable Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            types[i] = components[i].getType();
            values[i] = i == index ? value : components[i].getAccessor().invoke(frame);
        }
        return (Frame) frame.getClass().getDeclaredConstructor(types).newInstance(values);
    }
}
