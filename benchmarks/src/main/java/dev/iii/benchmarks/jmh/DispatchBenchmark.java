package dev.iii.benchmarks.jmh;

import dev.iii.protocol.ErrorBody;
import dev.iii.protocol.Frame;
import dev.iii.protocol.InvocationResult;
import dev.iii.protocol.InvokeFunction;
import dev.iii.protocol.RawJson;
import dev.iii.protocol.RegisterFunction;
import dev.iii.protocol.RegisterTrigger;
import dev.iii.protocol.WorkerRegistered;
import dev.iii.sdk.internal.session.Effect;
import dev.iii.sdk.internal.session.FrameLimit;
import dev.iii.sdk.internal.session.Input;
import dev.iii.sdk.internal.session.PendingCall;
import dev.iii.sdk.internal.session.RegistrationCallbacks;
import dev.iii.sdk.internal.session.Session;
import dev.iii.sdk.internal.session.SessionConfig;
import dev.iii.sdk.internal.session.SessionRegistration;
import dev.iii.sdk.internal.session.SessionState;
import dev.iii.sdk.policy.Heartbeat;
import dev.iii.sdk.policy.Reconnect;
import dev.iii.sdk.policy.TriggerRetry;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** Measures the decisions of the session about a call: without I/O, without threads and without its lock. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class DispatchBenchmark {

    private static final int GENERATION = 1;
    private static final String FUNCTION = "bench::echo";
    private static final long SECOND = 1_000_000_000L;

    private static final RegistrationCallbacks CALLBACKS = new RegistrationCallbacks() {
        @Override
        public void onConfirmed() {}

        @Override
        public void onStandby(String ownerWorkerId) {}

        @Override
        public void onHeld() {}

        @Override
        public void onRefused(ErrorBody error) {}

        @Override
        public void onConflict(String namespace, String ownerWorkerId) {}

        @Override
        public void onRefusedAgain(ErrorBody error, boolean last) {}

        @Override
        public void invoke(int generation, InvokeFunction call) {}

        @Override
        public void bind(int generation, RegisterTrigger binding) {}
    };

    private final RawJson payload = RawJson.parse("{\"sku\":\"sku-000123\",\"quantity\":3}");
    private long nextId = 1;
    private Session session = newSession();

    private Session newSession() {
        return new Session(
                new SessionConfig(
                        RawJson.EMPTY_OBJECT,
                        RawJson.EMPTY_OBJECT,
                        Reconnect.DEFAULT,
                        Heartbeat.DEFAULT,
                        SECOND,
                        false,
                        SECOND,
                        TriggerRetry.NEVER,
                        false,
                        1000,
                        1000,
                        1 << 20,
                        new FrameLimit(1 << 20)),
                () -> new UUID(0, nextId++),
                new SplittableRandom(7));
    }

    /** Brings the session to the state in which it calls functions, and is called. */
    @Setup
    public void connect() {
        session = newSession();
        Deque<Frame> sent = new ArrayDeque<>();
        pass(
                new Input.Register(new SessionRegistration(
                        new RegisterFunction(FUNCTION, null, null, null, null, null), CALLBACKS)),
                sent);
        pass(new Input.Started(), sent);
        pass(new Input.Opened(GENERATION), sent);
        pass(received(new WorkerRegistered("worker-1", "token-1")), sent);
        Frame frame;
        while ((frame = sent.poll()) != null) {
            if (frame instanceof InvokeFunction call && call.invocationId() != null) {
                pass(received(result(call.invocationId(), call.functionId())), sent);
            }
        }
        if (session.state() != SessionState.READY) {
            throw new IllegalStateException("the session is " + session.state());
        }
    }

    private void pass(Input input, Deque<Frame> sent) {
        session.on(input, 0, effect -> {
            if (effect instanceof Effect.Send send) {
                sent.add(send.frame());
            }
        });
    }

    private static Input received(Frame frame) {
        return new Input.Received(GENERATION, frame);
    }

    private InvocationResult result(UUID id, String function) {
        return new InvocationResult(id, function, payload, null, null, null);
    }

    /** A call of this worker, and its result. */
    @Benchmark
    public void call(Blackhole effects) {
        UUID id = new UUID(1, nextId++);
        InvokeFunction frame = new InvokeFunction(id, FUNCTION, payload, null, null, null, null, null);
        session.on(
                new Input.Trigger(new PendingCall(id, frame, SECOND, outcome -> {})),
                0,
                effect -> effects.consume(effect));
        session.on(received(result(id, FUNCTION)), 0, effect -> effects.consume(effect));
    }

    /** A call of a function of this worker, and its end. */
    @Benchmark
    public void invocation(Blackhole effects) {
        UUID id = new UUID(2, nextId++);
        session.on(
                received(new InvokeFunction(id, FUNCTION, payload, null, null, null, null, null)),
                0,
                effect -> effects.consume(effect));
        session.on(new Input.HandlerDone(GENERATION, result(id, FUNCTION), 0), 0, effect -> effects.consume(effect));
    }
}
