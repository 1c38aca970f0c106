package dev.iii.stub.queue;

import dev.iii.protocol.RawJson;
import dev.iii.stub.core.api.FunctionSpec;
import dev.iii.stub.core.api.Installer;
import dev.iii.stub.core.api.Invocation;
import dev.iii.stub.core.call.InvocationFailed;
import dev.iii.stub.core.call.Outcome;
import dev.iii.stub.json.Field;
import dev.iii.stub.json.Fields;
import dev.iii.stub.json.ObjectWriter;
import dev.iii.stub.json.Struct;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The function {@code queue::define} of the standalone worker. It creates a named queue that is not in the
 * configuration file, or changes how one delivers.
 */
final class DefineFunction {

    private static final Struct CONFIG = Struct.of(
            "FunctionQueueConfig",
            Field.string("type").optional().describedAs("Either standard or fifo. Default: standard."),
            Field.u32("max_retries")
                    .optional()
                    .describedAs("The maximum number of deliveries after the first one. Default: 3."),
            Field.u32("concurrency")
                    .optional()
                    .describedAs("The maximum number of concurrent calls; for fifo, of groups. Default: 10."),
            Field.u32("backoff_ms").optional().describedAs("The pause before the first retry. Default: 1000."),
            Field.u32("poll_interval_ms")
                    .optional()
                    .describedAs("The interval of the checks for a missing function. Default: 100."),
            Field.u32("timeout_ms").optional().describedAs("The timeout of a call. Default: 30 minutes."),
            Field.string("message_group_field")
                    .optional()
                    .describedAs("The field whose value is the message group. Required for fifo."));
    private static final Struct INPUT = Struct.of(
            "DefineQueueInput",
            Field.string("queue").describedAs("The name of the queue."),
            Field.struct("config", CONFIG).optional().describedAs("The delivery settings of the queue."));

    private DefineFunction() {}

    static void install(Installer installer, NamedQueues queues) {
        installer.function(
                FunctionSpec.of("queue::define", "Creates a named queue or changes its delivery settings")
                        .takes(INPUT),
                call -> define(call, queues));
    }

    private static Outcome define(Invocation call, NamedQueues queues) {
        Fields in = INPUT.read(call.payload());
        String name = in.string("queue").strip();
        check(!name.isEmpty(), "queue name is required");
        RawJson config = in.optional("config");
        NamedQueueOptions options = config == null ? NamedQueueOptions.DEFAULT : options(name, CONFIG.read(config));
        boolean changed = queues.define(name, options);
        if (changed) {
            call.afterAnswer(() -> drain(queues.find(name)));
        }
        return Outcome.value(new ObjectWriter()
                .put("queue", name)
                .put("changed", RawJson.parse(Boolean.toString(changed)))
                .end());
    }

    private static void drain(@Nullable MessageQueue queue) {
        if (queue != null) {
            queue.drain();
        }
    }

    private static NamedQueueOptions options(String name, Fields config) {
        String type = config.optionalString("type");
        check(
                type == null || type.equals("standard") || type.equals("fifo"),
                "queue '" + name + "' type must be either 'standard' or 'fifo'");
        boolean fifo = "fifo".equals(type);
        String group = config.optionalString("message_group_field");
        check(
                !fifo || group != null && !group.isBlank(),
                "queue '" + name + "' with type 'fifo' requires message_group_field");
        NamedQueueOptions absent = NamedQueueOptions.DEFAULT;
        Long retries = config.optionalInteger("max_retries");
        Long concurrency = config.optionalInteger("concurrency");
        check(concurrency == null || concurrency > 0, "queue '" + name + "' concurrency must be greater than zero");
        DeliveryOptions delivery = new DeliveryOptions(
                fifo,
                retries == null ? absent.delivery().maxDeliveries() : toInt(retries + 1),
                concurrency == null ? absent.delivery().concurrency() : toInt(concurrency),
                millis(config, "backoff_ms", absent.delivery().backoff()),
                positive(name, "timeout_ms", millis(config, "timeout_ms", NamedQueueOptions.DEFAULT_TIMEOUT)));
        return new NamedQueueOptions(
                delivery,
                group,
                positive(name, "poll_interval_ms", millis(config, "poll_interval_ms", absent.pollInterval())));
    }

    private static Duration millis(Fields config, String field, Duration absent) {
        Long millis = config.optionalInteger(field);
        return millis == null ? absent : Duration.ofMillis(millis);
    }

    private static Duration positive(String queue, String field, Duration value) {
        check(!value.isZero(), "queue '" + queue + "' " + field + " must be greater than zero");
        return value;
    }

    private static int toInt(long value) {
        return (int) Math.min(value, Integer.MAX_VALUE);
    }

    private static void check(boolean fits, String message) {
        if (!fits) {
            throw new InvocationFailed("invalid_queue", message);
        }
    }
}
