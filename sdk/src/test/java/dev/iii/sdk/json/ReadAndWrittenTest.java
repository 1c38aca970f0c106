package dev.iii.sdk.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.iii.sdk.rbac.AuthRequest;
import dev.iii.sdk.rbac.FunctionRegistrationRequest;
import dev.iii.sdk.rbac.MiddlewareRequest;
import dev.iii.sdk.rbac.TriggerRegistrationRequest;
import dev.iii.sdk.rbac.TriggerTypeRegistrationRequest;
import dev.iii.sdk.stream.StreamAuthRequest;
import dev.iii.sdk.stream.StreamEvent;
import dev.iii.sdk.trigger.ConfigurationEvent;
import dev.iii.sdk.trigger.CronEvent;
import dev.iii.sdk.trigger.FunctionsAvailableEvent;
import dev.iii.sdk.trigger.LogEvent;
import dev.iii.sdk.trigger.StateEvent;
import dev.iii.sdk.trigger.StreamJoinEvent;
import dev.iii.sdk.trigger.StreamLeaveEvent;
import dev.iii.sdk.trigger.TraceEvent;
import dev.iii.sdk.trigger.WorkersAvailableEvent;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The general check of all types with a reader of their own: what the SDK has read from the engine is written as the engine
 * writes it, so that a test or a call can use it as input.
 */
class ReadAndWrittenTest {

    /** Payloads with all fields that the SDK reads, in the order in which it writes them. */
    private static final Map<Class<?>, String> PAYLOADS = Map.ofEntries(
            Map.entry(
                    AuthRequest.class,
                    "{'headers':{'host':'h'},'query_params':{'to+ken':['a%2Bb','50%25']},'ip_address':'127.0.0.1'}"),
            Map.entry(
                    FunctionRegistrationRequest.class,
                    "{'function_id':'f','description':'d','metadata':{'k':1},'namespace':'orders','context':{'u':1}}"),
            Map.entry(
                    TriggerRegistrationRequest.class,
                    "{'trigger_id':'t','trigger_type':'http','function_id':'f','config':{'api_path':'/x'},"
                            + "'metadata':[1],'namespace':'orders','context':'u'}"),
            Map.entry(
                    TriggerTypeRegistrationRequest.class,
                    "{'trigger_type_id':'tt','description':'d','context':{'u':1}}"),
            Map.entry(
                    MiddlewareRequest.class,
                    "{'function_id':'f','payload':{'x':1},'action':{'type':'enqueue','queue':'q'},"
                            + "'context':{'u':1},'namespace':'orders'}"),
            Map.entry(
                    StreamAuthRequest.class,
                    "{'headers':{'host':'h'},'query_params':{'a':['1','2']},'path':'/s','addr':'127.0.0.1:5'}"),
            Map.entry(
                    StreamEvent.class,
                    "{'type':'stream','timestamp':1795415000000,'streamName':'s','groupId':'g','id':'i',"
                            + "'event':{'type':'create','data':{'n':1}}}"),
            Map.entry(
                    StateEvent.class,
                    "{'type':'state','event_type':'state:updated','scope':'s','key':'k','old_value':1,'new_value':2}"),
            Map.entry(
                    ConfigurationEvent.class,
                    "{'event_type':'configuration:updated','id':'c','name':'n','description':'d','schema':{},"
                            + "'old_value':{'a':1},'new_value':{'a':2}}"),
            Map.entry(
                    CronEvent.class,
                    "{'trigger':'cron','job_id':'t','scheduled_time':'2026-11-23T06:33:00Z',"
                            + "'actual_time':'2026-11-23T06:33:00.001Z'}"),
            Map.entry(
                    StreamJoinEvent.class,
                    "{'subscription_id':'s','stream_name':'n','group_id':'g','id':'i','context':{'u':1}}"),
            Map.entry(
                    StreamLeaveEvent.class,
                    "{'subscription_id':'s','stream_name':'n','group_id':'g','id':'i','context':{'u':1}}"),
            Map.entry(
                    LogEvent.class,
                    "{'timestamp_unix_nano':1795415000000000001,'observed_timestamp_unix_nano':1795415000000000002,"
                            + "'severity_number':13,'severity_text':'WARN','body':'b','attributes':{'n':3},"
                            + "'trace_id':'t','span_id':'s','service_name':'svc','resource':{'host':'h'}}"),
            Map.entry(TraceEvent.class, "{'trace_ids':['a','b']}"),
            Map.entry(
                    FunctionsAvailableEvent.class,
                    "{'event':'functions_changed','functions':[{'function_id':'f','namespace':'default',"
                            + "'worker_name':'w','description':'d','metadata':{'k':1}}]}"),
            Map.entry(WorkersAvailableEvent.class, "{'event':'worker_connected','worker_id':'w1'}"));

    @Test
    void everyTypeWithAReaderIsChecked() {
        assertThat(new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .importPackages("dev.iii.sdk")
                        .that(DescribedPredicate.describe("have a reader", type -> type.isAnnotatedWith(ReadBy.class))))
                .extracting(JavaClass::getName)
                .containsExactlyInAnyOrderElementsOf(
                        PAYLOADS.keySet().stream().map(Class::getName).toList());
    }

    static Stream<Arguments> payloads() {
        return PAYLOADS.entrySet().stream()
                .map(entry -> Arguments.of(entry.getKey(), entry.getValue().replace('\'', '"')));
    }

    @ParameterizedTest
    @MethodSource("payloads")
    void whatIsReadIsWrittenAsItWas(Class<?> type, String payload) {
        Object value = InputTypes.readBack(InputType.of(type), payload);
        assertThat(value).isInstanceOf(JsonConvertible.class);
        assertThat(InputTypes.write(value)).isEqualTo(payload);
    }
}
