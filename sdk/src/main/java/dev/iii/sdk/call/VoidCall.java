package dev.iii.sdk.call;

/**
 * A call without a reply (engine behaviour, section 5). Created by {@link Call#withoutReply}. Immutable.
 *
 * @param call the call; its retry policy has no effect
 */
public record VoidCall(Call call) {

    /** Returns the function id without the payload, which may contain secrets. */
    @Override
    public String toString() {
        return "VoidCall[" + call.functionId() + "]";
    }
}
