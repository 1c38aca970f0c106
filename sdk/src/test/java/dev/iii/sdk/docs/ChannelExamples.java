package dev.iii.sdk.docs;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import dev.iii.sdk.Worker;
import dev.iii.sdk.channel.Channel;
import dev.iii.sdk.channel.ChannelReader;
import dev.iii.sdk.channel.ChannelWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

/** The code of docs/channels.md. */
final class ChannelExamples {

    record Upload(String name, ChannelReader content, ChannelWriter progress) {}

    private ChannelExamples() {}

    static void receive(Worker worker) {
        worker.registerFunction("file::store", Upload.class, (upload, call) -> {
            try (ChannelWriter progress = upload.progress()) {
                progress.sendText("begun");
                long size = Files.copy(
                        upload.content().inputStream(), Files.createTempFile("upload", null), REPLACE_EXISTING);
                progress.sendText("done");
                return size;
            }
        });
    }

    static long send(Worker worker, Path file) throws IOException {
        Channel content = worker.createChannel();
        Channel progress = worker.createChannel();
        CompletableFuture<Long> stored = worker.triggerAsync(
                "file::store", new Upload("report.pdf", content.reader(), progress.writer()), Long.class);
        try (OutputStream out = content.writer().outputStream()) {
            Files.copy(file, out);
        }
        return stored.join();
    }
}
