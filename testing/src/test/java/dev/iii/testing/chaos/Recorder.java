package dev.iii.testing.chaos;

import java.io.Closeable;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongConsumer;

/**
 * Appends the number of each invocation to a file before the function returns. One write of eight bytes per record: the
 * page cache keeps it if the process is killed, and because eight divides the page size, a record is never cut in two.
 * Thread-safe.
 */
final class Recorder implements Closeable {

    private static final long NESTED = 1L << 62;

    private final FileOutputStream file;

    Recorder(Path path) throws IOException {
        this.file = new FileOutputStream(path.toFile(), true);
    }

    /** Returns the number under which the nested call of a relayed call is recorded. */
    static long nested(long call) {
        return call | NESTED;
    }

    /** Returns {@code true} if this is the number of a nested call. */
    static boolean isNested(long number) {
        return number > 0 && (number & NESTED) != 0;
    }

    /** Returns the number of the relayed call to which a nested call belongs. */
    static long relayed(long number) {
        return number & ~NESTED;
    }

    /** Records one invocation. */
    void ran(long number) {
        byte[] record = ByteBuffer.allocate(Long.BYTES).putLong(number).array();
        synchronized (file) {
            try {
                file.write(record);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Passes all records of a file to the consumer. */
    static void read(Path path, LongConsumer consumer) throws IOException {
        ByteBuffer records = ByteBuffer.wrap(Files.readAllBytes(path));
        while (records.hasRemaining()) {
            consumer.accept(records.getLong());
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
