package dev.iii.stub.stream;

import dev.iii.protocol.RawJson;
import dev.iii.stub.core.api.FunctionSpec;
import dev.iii.stub.core.api.Installer;
import dev.iii.stub.core.api.Invocation;
import dev.iii.stub.core.call.Outcome;
import dev.iii.stub.json.Field;
import dev.iii.stub.json.Fields;
import dev.iii.stub.json.ObjectWriter;
import dev.iii.stub.json.Struct;
import dev.iii.stub.store.KeyValueStore.Change;
import dev.iii.stub.store.StoreJson;
import dev.iii.stub.store.UpdateOps;
import dev.iii.stub.stream.StreamEvent.Kind;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The functions {@code stream::*}. */
final class StreamFunctions {

    static final String GET_ID = "stream::get";
    static final String LIST_ID = "stream::list";
    private static final String SET_ID = "stream::set";
    private static final String DELETE_ID = "stream::delete";
    private static final String UPDATE_ID = "stream::update";
    private static final String LIST_GROUPS_ID = "stream::list_groups";

    private static final Field STREAM = Field.string("stream_name").describedAs("The name of the stream.");
    private static final Field GROUP = Field.string("group_id").describedAs("The id of the group.");
    private static final Field ITEM = Field.string("item_id").describedAs("The id of the item within its group.");

    private static final Struct SET = Struct.of(
            "StreamSetInput", STREAM, GROUP, ITEM, Field.json("data").describedAs("The new value of the item."));
    private static final Struct GET = Struct.of("StreamGetInput", STREAM, GROUP, ITEM);
    private static final Struct DELETE = Struct.of("StreamDeleteInput", STREAM, GROUP, ITEM);
    private static final Struct UPDATE = Struct.of("StreamUpdateInput", STREAM, GROUP, ITEM, UpdateOps.field());
    private static final Struct LIST = Struct.of("StreamListInput", STREAM, GROUP);
    private static final Struct LIST_GROUPS = Struct.of("StreamListGroupsInput", STREAM);
    private static final Struct LIST_ALL = Struct.of("StreamListAllInput");
    private static final Struct SEND = Struct.of(
            "StreamSendInput",
            STREAM,
            GROUP,
            Field.string("id").optional().describedAs("The item that the event is about."),
            Field.string("type").describedAs("The type of the event, chosen by the sender."),
            Field.json("data").describedAs("The data of the event."));

    private static final Field OLD_VALUE = Field.json("old_value").optional().describedAs("The previous value.");
    private static final Field NEW_VALUE = Field.json("new_value").describedAs("The current value.");
    private static final Struct SET_RESULT = Struct.of("StreamSetResult", OLD_VALUE, NEW_VALUE);
    private static final Struct DELETE_RESULT = Struct.of("StreamDeleteResult", OLD_VALUE);
    private static final Struct UPDATE_RESULT = Struct.of(
            "StreamUpdateResult",
            OLD_VALUE,
            NEW_VALUE,
            Field.list("errors", Field.json("error")).optional().describedAs("Operations that had no effect."));
    private static final Struct LIST_ALL_RESULT = Struct.of(
            "StreamListAllResult",
            Field.list(
                    "stream",
                    Field.struct(
                            "stream",
                            Struct.of(
                                    "StreamMetadata",
                                    Field.string("id"),
                                    Field.list("groups", Field.string("group"))))),
            Field.u64("count"));

    /** A change and its event, or {@code null} if the change has no event. */
    private record Changed(Change change, @Nullable StreamEvent event) {}

    private final StreamHub hub;

    StreamFunctions(StreamHub hub) {
        this.hub = hub;
    }

    void install(Installer installer) {
        installer.asyncFunction(
                FunctionSpec.of(SET_ID, "Stores an item of a stream").takes(SET).gives(SET_RESULT.schema()), this::set);
        installer.asyncFunction(
                FunctionSpec.of(GET_ID, "Reads an item of a stream").takes(GET), this::get);
        installer.asyncFunction(
                FunctionSpec.of(DELETE_ID, "Removes an item of a stream")
                        .takes(DELETE)
                        .gives(DELETE_RESULT.schema()),
                this::delete);
        installer.asyncFunction(
                FunctionSpec.of(UPDATE_ID, "Changes an item of a stream in one step")
                        .takes(UPDATE)
                        .gives(UPDATE_RESULT.schema()),
                this::update);
        installer.asyncFunction(
                FunctionSpec.of(LIST_ID, "Reads all items of a group of a stream")
                        .takes(LIST),
                this::list);
        installer.asyncFunction(
                FunctionSpec.of(LIST_GROUPS_ID, "Lists the groups of a stream").takes(LIST_GROUPS), this::listGroups);
        installer.function(
                FunctionSpec.of("stream::list_all", "Lists all streams and their groups")
                        .takes(LIST_ALL)
                        .gives(LIST_ALL_RESULT.schema()),
                this::listAll);
        installer.function(
                FunctionSpec.of(
                                "stream::send",
                                "Sends an event of a custom type to all triggers and consumers of a group")
                        .takes(SEND),
                this::send);
    }

    private CompletionStage<Outcome> set(Invocation call) {
        Fields in = SET.read(call.payload());
        Group group = group(in);
        String item = in.string("item_id");
        RawJson data = in.raw("data");
        String replacement = hub.customStreams().find(SET_ID, group.stream());
        if (replacement == null) {
            return now(changed(call, group, item, () -> hub.streams().set(group, item, data)));
        }
        RawJson input = input(group, item, "data", data);
        return hub.customStreams().call(replacement, input, call.trace()).thenApply(outcome -> {
            Fields answer = CustomStreams.read(outcome, SET_RESULT, "STREAM_SET_ERROR", "Failed to set value");
            return changed(call, group, item, () -> change(answer));
        });
    }

    private CompletionStage<Outcome> update(Invocation call) {
        Fields in = UPDATE.read(call.payload());
        Group group = group(in);
        String item = in.string("item_id");
        RawJson ops = in.raw("ops");
        String replacement = hub.customStreams().find(UPDATE_ID, group.stream());
        if (replacement == null) {
            return now(changed(call, group, item, () -> hub.streams().update(group, item, UpdateOps.read(ops))));
        }
        RawJson input = input(group, item, "ops", ops);
        return hub.customStreams().call(replacement, input, call.trace()).thenApply(outcome -> {
            Fields answer = CustomStreams.read(outcome, UPDATE_RESULT, "STREAM_UPDATE_ERROR", "Failed to update value");
            Outcome made = changed(call, group, item, () -> change(answer));
            RawJson errors = answer.optional("errors");
            return errors == null || answer.list("errors").isEmpty() ? made : withErrors(change(answer), errors);
        });
    }

    private static Change change(Fields answer) {
        return new Change(answer.optional("old_value"), answer.raw("new_value"), List.of());
    }

    private static Outcome withErrors(Change change, RawJson errors) {
        return Outcome.value(new ObjectWriter()
                .putOrNull("old_value", change.oldValue())
                .put("new_value", change.newValue())
                .put("errors", errors)
                .end());
    }

    /** Makes a change, publishes its event, and returns the result of the function. */
    private Outcome changed(Invocation call, Group group, String item, Supplier<Change> make) {
        Changed changed = hub.subscriptions()
                .change(
                        group,
                        () -> {
                            Change change = make.get();
                            Kind kind = change.oldValue() == null ? Kind.CREATE : Kind.UPDATE;
                            return new Changed(change, event(group, item, kind.of(change.newValue())));
                        },
                        Changed::event);
        happened(call, changed.event());
        return Outcome.value(StoreJson.toJson(changed.change()));
    }

    private CompletionStage<Outcome> delete(Invocation call) {
        Fields in = DELETE.read(call.payload());
        Group group = group(in);
        String item = in.string("item_id");
        String replacement = hub.customStreams().find(DELETE_ID, group.stream());
        if (replacement == null) {
            return now(deleted(call, group, item, () -> hub.streams().delete(group, item)));
        }
        return hub.customStreams()
                .call(replacement, target(group, item), call.trace())
                .thenApply(outcome -> {
                    Fields answer =
                            CustomStreams.read(outcome, DELETE_RESULT, "STREAM_DELETE_ERROR", "Failed to delete value");
                    return deleted(call, group, item, () -> answer.optional("old_value"));
                });
    }

    private Outcome deleted(Invocation call, Group group, String item, Supplier<@Nullable RawJson> remove) {
        Changed changed = hub.subscriptions()
                .change(
                        group,
                        () -> {
                            RawJson old = remove.get();
                            StreamEvent event = old == null ? null : event(group, item, Kind.DELETE.of(old));
                            return new Changed(new Change(old, RawJson.NULL, List.of()), event);
                        },
                        Changed::event);
        happened(call, changed.event());
        return Outcome.value(new ObjectWriter()
                .putOrNull("old_value", changed.change().oldValue())
                .end());
    }

    private CompletionStage<Outcome> get(Invocation call) {
        Fields in = GET.read(call.payload());
        Group group = group(in);
        String item = in.string("item_id");
        String replacement = hub.customStreams().find(GET_ID, group.stream());
        if (replacement != null) {
            return hub.customStreams().call(replacement, target(group, item), call.trace());
        }
        RawJson value = hub.streams().get(group, item);
        return now(value == null ? Outcome.NONE : Outcome.value(value));
    }

    private CompletionStage<Outcome> list(Invocation call) {
        Group group = group(LIST.read(call.payload()));
        String replacement = hub.customStreams().find(LIST_ID, group.stream());
        return replacement == null
                ? now(Outcome.value(ObjectWriter.array(hub.streams().list(group))))
                : hub.customStreams().call(replacement, target(group), call.trace());
    }

    private CompletionStage<Outcome> listGroups(Invocation call) {
        String stream = LIST_GROUPS.read(call.payload()).string("stream_name");
        String replacement = hub.customStreams().find(LIST_GROUPS_ID, stream);
        if (replacement == null) {
            return now(Outcome.value(ObjectWriter.strings(hub.streams().groups(stream))));
        }
        RawJson input = new ObjectWriter().put("stream_name", stream).end();
        return hub.customStreams().call(replacement, input, call.trace());
    }

    private Outcome listAll(Invocation call) {
        LIST_ALL.read(call.payload());
        return Outcome.value(hub.streams().all());
    }

    private Outcome send(Invocation call) {
        Fields in = SEND.read(call.payload());
        RawJson custom = StreamEvent.custom(in.string("type"), in.raw("data"));
        StreamEvent event = new StreamEvent(hub.now(), group(in), in.optionalString("id"), custom);
        hub.subscriptions().publish(event);
        happened(call, event);
        return Outcome.value(RawJson.NULL);
    }

    private void happened(Invocation call, @Nullable StreamEvent event) {
        if (event != null) {
            hub.triggers().happened(call, event);
        }
    }

    private StreamEvent event(Group group, String item, RawJson event) {
        return new StreamEvent(hub.now(), group, item, event);
    }

    private static Group group(Fields in) {
        return new Group(in.string("stream_name"), in.string("group_id"));
    }

    private static CompletionStage<Outcome> now(Outcome outcome) {
        return CompletableFuture.completedFuture(outcome);
    }

    // ---------------------------------------------------------------- input of replacing functions

    /** Returns the input that identifies a group. */
    static RawJson target(Group group) {
        return groupMembers(group).end();
    }

    /** Returns the input that identifies an item. */
    static RawJson target(Group group, String item) {
        return itemMembers(group, item).end();
    }

    private static RawJson input(Group group, String item, String field, RawJson value) {
        return itemMembers(group, item).put(field, value).end();
    }

    private static ObjectWriter itemMembers(Group group, String item) {
        return groupMembers(group).put("item_id", item);
    }

    private static ObjectWriter groupMembers(Group group) {
        return new ObjectWriter().put("stream_name", group.stream()).put("group_id", group.id());
    }
}
