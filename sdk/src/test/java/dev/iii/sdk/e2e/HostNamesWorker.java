package dev.iii.sdk.e2e;

import dev.iii.sdk.Iii;
import dev.iii.sdk.Worker;
import dev.iii.sdk.channel.Channel;
import dev.iii.sdk.channel.ChannelWriter;
import dev.iii.sdk.stream.StreamConsumer;
import dev.iii.sdk.stream.StreamConsumerOptions;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * A process that connects to the engine at {@code III_URL} and to the stream port at {@code URL}: {@code HostNamesWorker URL
 * FUNCTION}.
 */
final class HostNamesWorker {

    private HostNamesWorker() {}

    public static void main(String[] args) throws Exception {
        try (Worker worker = Iii.registerWorker(Engine.options().build());
                StreamConsumer consumer = Iii.connectStreams(
                        args[0], StreamConsumerOptions.builder().build())) {
            worker.registerFunction(args[1], (json, call) -> json);
            worker.awaitReady(Engine.PATIENCE);
            System.out.println("worker "
                    + worker.trigger(args[1], Map.of("n", 1)).field("n").text());
            Channel channel = worker.createChannel();
            try (ChannelWriter writer = channel.writer()) {
                writer.write("sent".getBytes(StandardCharsets.UTF_8));
            }
            System.out.println(
                    "channel " + new String(channel.reader().inputStream().readAllBytes(), StandardCharsets.UTF_8));
            System.out.println("stream " + consumer.awaitConnected(Engine.PATIENCE));
        }
    }
}
