package dev.iii.stub.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.protocol.InvokeFunction;
import dev.iii.stub.core.TestEngine;
import dev.iii.stub.core.TestPeer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests functions of workers that replace operations of the store. */
class CustomStreamTest extends StreamTestBase {

    private static final String ID = TestEngine.id(0xCA11).toString();
    private static final String ITEM = "\"stream_name\":\"s\",\"group_id\":\"g\",\"item_id\":\"i\"";

    private void asks(String function, String data) {
        caller.says("{\"type\":\"invokefunction\",\"invocation_id\":\"" + ID + "\",\"function_id\":\"" + function
                + "\",\"data\":" + data + "}");
    }

    private void getsAnswer(String function, String members) {
        caller.hears("{\"type\":\"invocationresult\",\"invocation_id\":\"" + ID + "\",\"function_id\":\"" + function
                + "\"" + (members.isEmpty() ? "" : "," + members) + "}");
    }

    private void failsWith(String answer, String code, String message) {
        asks("stream::set", "{" + ITEM + ",\"data\":1}");
        answers(asked().get(0), answer);
        getsAnswer(
                "stream::set",
                "\"error\":{\"code\":\"" + code + "\",\"message\":\"" + message.replace("\"", "\\\"") + "\"}");
    }

    @Test
    void everyOperationExceptListAllCanBeReplaced() {
        List<String> operations = List.of("get", "set", "delete", "update", "list", "list_groups");
        operations.forEach(operation -> registers("stream::" + operation + "(s)"));
        String ops = ",\"ops\":[{\"type\":\"remove\",\"path\":\"x\"}]";
        asks("stream::get", "{" + ITEM + ",\"more\":1}");
        asks("stream::set", "{" + ITEM + ",\"data\":{\"a\":1}}");
        asks("stream::delete", "{" + ITEM + "}");
        asks("stream::update", "{" + ITEM + ops + "}");
        asks("stream::list", "{\"stream_name\":\"s\",\"group_id\":\"g\"}");
        asks("stream::list_groups", "{\"stream_name\":\"s\"}");
        assertThat(askedTexts())
                .containsExactly(
                        "stream::get(s) {" + ITEM + "}",
                        "stream::set(s) {" + ITEM + ",\"data\":{\"a\":1}}",
                        "stream::delete(s) {" + ITEM + "}",
                        "stream::update(s) {" + ITEM + ops + "}",
                        "stream::list(s) {\"stream_name\":\"s\",\"group_id\":\"g\"}",
                        "stream::list_groups(s) {\"stream_name\":\"s\"}");
        caller.gets("stream::list_all", "{}", "{\"stream\":[],\"count\":0}");
    }

    @Test
    void resultsCauseEventsLikeThoseOfTheStore() {
        registers("stream::set(s)");
        registers("stream::delete(s)");
        registers("stream::update(s)");
        FakeConsumerConnection connection = new FakeConsumerConnection();
        says(connects(connection), "join", "1", "g", "");
        binds("t", "stream", "on", "{\"stream_name\":\"s\"}");
        registers("on");
        asks("stream::set", "{" + ITEM + ",\"data\":1}");
        answers(asked().get(0), "\"result\":{\"old_value\":null,\"new_value\":2,\"more\":3}");
        getsAnswer("stream::set", "\"result\":{\"old_value\":null,\"new_value\":2}");
        assertThat(askedTexts()).singleElement().asString().endsWith("\"event\":{\"type\":\"create\",\"data\":2}}");
        asks("stream::update", "{" + ITEM + ",\"ops\":[]}");
        String result = "\"result\":{\"old_value\":2,\"new_value\":3,\"errors\":[{\"code\":\"x\"}]}";
        answers(asked().get(0), result);
        getsAnswer("stream::update", result);
        assertThat(askedTexts()).singleElement().asString().endsWith("\"event\":{\"type\":\"update\",\"data\":3}}");
        asks("stream::delete", "{" + ITEM + "}");
        answers(asked().get(0), "\"result\":{}");
        getsAnswer("stream::delete", "\"result\":{\"old_value\":null}");
        assertThat(asked()).isEmpty();
        assertThat(connection.events())
                .containsExactly(
                        "null {\"type\":\"sync\",\"data\":[]}",
                        "\"i\" {\"type\":\"create\",\"data\":2}",
                        "\"i\" {\"type\":\"update\",\"data\":3}");
    }

    @Test
    void invalidResultsAreErrors() {
        registers("stream::set(s)");
        failsWith("", "STREAM_SET_ERROR", "Failed to set value: Function returned no result");
        failsWith("\"result\":null", "STREAM_SET_ERROR", "Failed to set value: Function returned no result");
        failsWith(
                "\"result\":{\"old_value\":1}",
                "JSON_ERROR",
                "Failed to convert result to value: missing field `new_value`");
        failsWith(
                "\"result\":5",
                "JSON_ERROR",
                "Failed to convert result to value: invalid type: integer `5`, expected struct StreamSetResult");
        failsWith(
                "\"error\":{\"code\":\"c\",\"message\":\"m\"}",
                "STREAM_SET_ERROR",
                "Failed to set value: Failed to invoke function: "
                        + "ErrorBody { code: \"c\", message: \"m\", stacktrace: None }");
    }

    @Test
    void errorsOfReadingFunctionsAreReturnedUnchanged() {
        registers("stream::get(s)");
        asks("stream::get", "{" + ITEM + "}");
        answers(asked().get(0), "\"error\":{\"code\":\"c\",\"message\":\"m\"}");
        getsAnswer("stream::get", "\"error\":{\"code\":\"c\",\"message\":\"m\"}");
    }

    @Test
    void storeIsUsedAgainAfterTheWorkerHasDisconnected() {
        sets("s", "g", "i", "1", "null");
        registers("stream::get(s)");
        asks("stream::get", "{" + ITEM + "}");
        assertThat(asked()).hasSize(1);
        handler.leaves();
        getsAnswer("stream::get", "\"error\":{\"code\":\"invocation_stopped\",\"message\":\"Invocation stopped\"}");
        caller.gets("stream::get", "{" + ITEM + "}", "1");
    }

    @Test
    void onlyFunctionsOfTheDefaultNamespaceReplaceOperations() {
        TestPeer elsewhere = test.worker("elsewhere", "other");
        elsewhere.says("{\"type\":\"registerfunction\",\"id\":\"stream::set(s)\"}");
        sets("s", "g", "i", "1", "null");
        elsewhere.hearsNothing();
    }

    @Test
    void syncContainsTheResultOfTheReplacingFunction() {
        registers("stream::list(s)");
        registers("stream::get(s)");
        FakeConsumerConnection connection = new FakeConsumerConnection();
        Consumer consumer = connects(connection);
        says(consumer, "join", "1", "g", "");
        says(consumer, "join", "2", "g", "i");
        List<InvokeFunction> first = asked();
        assertThat(first).extracting(InvokeFunction::functionId).containsExactly("stream::list(s)");
        answers(first.get(0), "\"result\":[7]");
        answers(asked().get(0), "");
        says(consumer, "join", "3", "g", "i");
        answers(asked().get(0), "\"error\":{\"code\":\"c\",\"message\":\"m\"}");
        says(consumer, "join", "4", "g", "");
        answers(asked().get(0), "\"result\":[8]");
        assertThat(connection.events())
                .containsExactly(
                        "null {\"type\":\"sync\",\"data\":[7]}",
                        "\"i\" {\"type\":\"sync\",\"data\":null}",
                        "null {\"type\":\"sync\",\"data\":[8]}");
    }
}
