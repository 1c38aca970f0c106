package dev.iii.sdk.call;

/**
 * A call that the engine puts into a queue (engine behaviour, section 12). Created by {@link Call#enqueue}. Immutable.
 *
 * @param call the call that the queue delivers
 * @param queue the name of the queue
 */
public record EnqueueCall(Call call, String queue) {

    /** Returns the function id and the queue without the payload, which may contain secrets. */
    @Override
    public String toString() {
        return "EnqueueCall[" + call.functionId() + " in " + queue + "]";
    }
}
