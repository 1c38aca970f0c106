package dev.iii.stub.net;

import dev.iii.protocol.Frame;
import dev.iii.protocol.InvocationResult;
import dev.iii.protocol.InvokeFunction;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Faults on the worker ports that a test or a developer requested. Thread-safe. */
public final class ConnectionFaults {

    private final Set<WorkerSocket> open = ConcurrentHashMap.newKeySet();
    private final AtomicLong lost = new AtomicLong();
    private volatile @Nullable ResultFault resultFault;
    private volatile boolean refusing;

    /** Creates an instance without any fault. */
    public ConnectionFaults() {
        // Declared explicitly because the class is public.
    }

    /** Aborts the connections of all workers without a closing handshake. */
    public void drop() {
        open.forEach(WorkerSocket::drop);
    }

    /** Leaves the connections of all workers open, but no longer sends or receives anything on them. */
    public void mute() {
        open.forEach(WorkerSocket::mute);
    }

    /** Sets whether new connections of workers are refused. Default: {@code false}. */
    public void refuse(boolean refused) {
        refusing = refused;
    }

    /** Loses one in {@code oneIn} results of workers' functions permanently. 0 loses none. Default: 0. */
    public void loseResults(int oneIn) {
        resultFault = oneIn == 0 ? null : new ResultFault(oneIn, false, lost);
    }

    /** Loses one in {@code oneIn} results that arrive early, unless they are sent again. 0 loses none. Default: 0. */
    public void loseEarlyResults(int oneIn) {
        resultFault = oneIn == 0 ? null : new ResultFault(oneIn, true, lost);
    }

    /** Returns the number of results that were lost. */
    public long lostResults() {
        return lost.get();
    }

    void opened(WorkerSocket socket) {
        open.add(socket);
    }

    void closed(WorkerSocket socket) {
        open.remove(socket);
    }

    boolean refuses() {
        return refusing;
    }

    /** A call is about to be sent to a worker. */
    void calling(Frame frame) {
        ResultFault fault = resultFault;
        if (fault != null && frame instanceof InvokeFunction call && call.invocationId() != null) {
            fault.called(call.invocationId());
        }
    }

    /** Returns {@code true} if the frame is a result that must be lost. */
    boolean loses(Frame frame) {
        ResultFault fault = resultFault;
        return fault != null && frame instanceof InvocationResult result && fault.loses(result.invocationId());
    }
}
