package dev.iii.sdk;

/** A call that is put into a queue (engine behaviour, section 12). Made by {@link Call#enqueue}; immutable. */
public final class EnqueueCall {

    private final CallSpec spec;
    private final String queue;

    EnqueueCall(CallSpec spec, String queue) {
        this.spec = spec;
        this.queue = queue;
    }

    CallSpec spec() {
        return spec;
    }

    String queue() {
        return queue;
    }

    @Override
    public String toString() {
        return "EnqueueCall[" + spec.functionId() + " in " + queue + "]";
    }
}
