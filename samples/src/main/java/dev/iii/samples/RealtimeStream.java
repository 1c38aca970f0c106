package dev.iii.samples;

import dev.iii.sdk.Iii;
import dev.iii.sdk.Worker;
import dev.iii.sdk.WorkerOptions;
import dev.iii.sdk.stream.StreamConsumer;
import dev.iii.sdk.stream.StreamEvent;
import dev.iii.sdk.trigger.HttpTrigger;
import java.util.UUID;
import java.util.function.Consumer;

/** A chat: what one client sends over HTTP, all clients of the stream see immediately. A browser can read the stream, too. */
public final class RealtimeStream {

    private static final String STREAM = "chat";

    record Message(String room, String from, String text) {}

    private RealtimeStream() {}

    public static void main(String[] args) {
        Worker worker = Iii.registerWorker(
                WorkerOptions.builder().name("chat").closeOnExit(true).build());
        register(worker);
        StreamConsumer consumer = watch("ws://127.0.0.1:3112", "kitchen", System.out::println);
        worker.closed().join();
        consumer.close();
    }

    static void register(Worker worker) {
        worker.registerFunction("chat::say", Message.class, (message, call) -> {
            worker.streams().set(STREAM, message.room(), UUID.randomUUID().toString(), message);
        });
        worker.registerTrigger(HttpTrigger.post("/chat"), "chat::say");
    }

    /** Passes on the messages of a chat room, first the existing ones and then each new one. It reconnects automatically. */
    static StreamConsumer watch(String streamUrl, String room, Consumer<Message> messages) {
        StreamConsumer consumer = Iii.connectStreams(streamUrl);
        consumer.join(STREAM, room, Message.class, event -> {
            if (event instanceof StreamEvent.Synced<Message> synced) {
                synced.items().forEach(messages);
            } else if (event instanceof StreamEvent.Created<Message> created) {
                messages.accept(created.item());
            }
        });
        return consumer;
    }
}
