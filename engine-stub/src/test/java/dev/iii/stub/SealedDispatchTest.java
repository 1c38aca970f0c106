package dev.iii.stub;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.InstanceofCheck;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Checks each chain of {@code instanceof} over a sealed type: every permitted subtype has a branch of its own or is one
 * that the last branch is meant for. A new subtype fails this test until the chain handles it.
 */
class SealedDispatchTest {

    private static final String ROOT = "dev.iii.stub.";

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.iii.stub");

    @ParameterizedTest
    @CsvSource({
        // sealed type, class that dispatches, subtypes of the last branch
        "config.ConfigNode, config.ConfigNode, ''",
        "core.api.Access$Permission, core.connection.Registrations, ''",
        "core.api.Access$Verdict, core.routing.Calls, ''",
        "core.call.Condition, core.routing.TriggerCalls, Stopped",
        "core.call.Outcome, core.routing.Reply$ToWorker, NoValue",
        "core.registry.Function$Handler, core.routing.Calls, ''",
        "core.registry.TriggerType$Provider, core.registry.TriggerBinding, ''",
        "core.trigger.TriggerRegistration, engine.EngineFunctionsWorker, Active Parked",
        "core.channel.Channel$Reader$Read, channel.ReaderSocket, Nothing",
        "core.channel.Channel$Reader$Read, http.ResponseStream, Nothing",
        "http.JsonBody$BodyResult, http.Exchange, ''",
        "http.RoutePattern$Segment, http.RouteTree, ''",
        "http.Routes$Match, http.RequestHandler, Nowhere",
        "store.UpdateOp, store.Update, ''",
        "telemetry.AlertRule$Action, telemetry.Alerts, Log",
        "telemetry.data.MetricRecord$Point, telemetry.TelemetryJson, ''",
    })
    void everySubtypeIsHandled(String sealedType, String dispatcher, String lastBranch) throws ClassNotFoundException {
        Set<String> permitted = Arrays.stream(Class.forName(ROOT + sealedType).getPermittedSubclasses())
                .map(Class::getName)
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> handled = CLASSES.get(ROOT + dispatcher).getInstanceofChecks().stream()
                .map(InstanceofCheck::getRawType)
                .map(type -> type.getName())
                .filter(permitted::contains)
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> last = permitted.stream()
                .filter(name ->
                        Arrays.asList(lastBranch.split(" ")).contains(name.substring(name.lastIndexOf('$') + 1)))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(handled).doesNotContainAnyElementsOf(last.isEmpty() ? Set.of("none") : last);
        handled.addAll(last);
        assertThat(handled).isEqualTo(permitted);
    }
}
