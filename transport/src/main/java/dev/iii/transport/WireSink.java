package dev.iii.transport;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Writes the bytes of an {@link Outbox} to the {@link Wire} of its connection. */
record WireSink(Wire wire) implements Outbox.Sink {

    @Override
    public int write(ByteBuffer bytes) throws IOException {
        return wire.write(bytes);
    }

    @Override
    public boolean push() throws IOException {
        return wire.push();
    }
}
