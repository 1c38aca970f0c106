package dev.iii.samples;

import dev.iii.sdk.Iii;
import dev.iii.sdk.Worker;
import dev.iii.sdk.WorkerOptions;
import dev.iii.sdk.channel.Channel;
import dev.iii.sdk.channel.ChannelReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;

/** Transfers a file of any size to another worker, which computes its checksum while the bytes arrive. */
public final class ChannelTransfer {

    record Upload(String name, ChannelReader content) {}

    record Stored(String name, long bytes, String sha256) {}

    private ChannelTransfer() {}

    public static void main(String[] args) throws IOException {
        Worker worker = Iii.registerWorker(
                WorkerOptions.builder().name("files").closeOnExit(true).build());
        register(worker);
        System.out.println(send(worker, Path.of(args[0])));
        worker.close();
    }

    static void register(Worker worker) {
        worker.registerFunction("files::store", Upload.class, (upload, call) -> {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            try (InputStream in = new DigestInputStream(upload.content().inputStream(), digest)) {
                long bytes = in.transferTo(OutputStream.nullOutputStream());
                return new Stored(upload.name(), bytes, HexFormat.of().formatHex(digest.digest()));
            }
        });
    }

    /** A slow receiver slows this method down, so that the memory does not grow with the file. */
    static Stored send(Worker worker, Path file) throws IOException {
        Channel channel = worker.createChannel();
        Upload upload = new Upload(String.valueOf(file.getFileName()), channel.reader());
        CompletableFuture<Stored> stored = worker.triggerAsync("files::store", upload, Stored.class);
        try (OutputStream out = channel.writer().outputStream()) {
            Files.copy(file, out);
        }
        return stored.join();
    }
}
