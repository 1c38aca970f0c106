package dev.iii.sdk.interop;

import org.junit.jupiter.api.extension.RegisterExtension;

/** The official Node client. */
class NodeInteropTest implements CallsContract, TriggersContract, ChannelsContract, StreamsContract, ServingContract {

    @RegisterExtension
    static final Interop INTEROP = new Interop(Client.node());

    @Override
    public Interop interop() {
        return INTEROP;
    }
}
