package dev.iii.sdk;

/** A call that nobody answers (engine behaviour, section 5). Made by {@link Call#withoutReply}; immutable. */
public final class VoidCall {

    private final CallSpec spec;

    VoidCall(CallSpec spec) {
        this.spec = spec;
    }

    CallSpec spec() {
        return spec;
    }

    @Override
    public String toString() {
        return "VoidCall[" + spec.functionId() + "]";
    }
}
