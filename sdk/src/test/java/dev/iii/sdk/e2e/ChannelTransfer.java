package dev.iii.sdk.e2e;

import dev.iii.sdk.Iii;
import dev.iii.sdk.Worker;
import dev.iii.sdk.channel.Channel;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.zip.CRC32;

/** Writes so many MiB into a channel, reads them and compares: {@code ChannelTransfer URL MIB}. */
final class ChannelTransfer {

    private static final int MIB = 1 << 20;

    private ChannelTransfer() {}

    public static void main(String[] args) throws Exception {
        int count = Integer.parseInt(args[1]);
        try (Worker worker = Iii.registerWorker(args[0], Engine.options().build())) {
            worker.awaitReady(Duration.ofSeconds(20));
            Channel channel = worker.createChannel();
            CompletableFuture<Long> sent = CompletableFuture.supplyAsync(() -> write(channel, count));
            long received = read(channel, count);
            if (received != sent.get()) {
                throw new IllegalStateException("what was read is not what was written");
            }
        }
        System.out.println("transferred " + count + " MiB");
    }

    private static long write(Channel channel, int count) {
        CRC32 sum = new CRC32();
        byte[] piece = new byte[MIB];
        new Random(1).nextBytes(piece);
        try (OutputStream out = channel.writer().outputStream()) {
            for (int i = 0; i < count; i++) {
                piece[i % MIB]++;
                sum.update(piece);
                out.write(piece);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return sum.getValue();
    }

    private static long read(Channel channel, int count) throws IOException {
        CRC32 sum = new CRC32();
        byte[] piece = new byte[MIB];
        long size = 0;
        try (InputStream in = channel.reader().inputStream()) {
            for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
                sum.update(piece, 0, read);
                size += read;
            }
        }
        if (size != (long) count * MIB) {
            throw new IllegalStateException(size + " bytes were read");
        }
        return sum.getValue();
    }
}
