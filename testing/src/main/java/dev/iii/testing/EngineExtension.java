package dev.iii.testing;

import dev.iii.sdk.Worker;
import dev.iii.stub.EngineStub;
import dev.iii.stub.StubOptions;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;

/**
 * What {@link EngineTest} does, for tests that give the engine options: in a static field with {@link RegisterExtension}
 * there is one engine for the class, in another field one for each test.
 *
 * <pre>{@code
 * @RegisterExtension
 * static final EngineExtension engine = EngineExtension.with(StubOptions.builder().configFile(file).build());
 * }</pre>
 *
 * <p>Thread-safe; callbacks come from JUnit's threads.
 */
public final class EngineExtension
        implements ExecutionCondition,
                BeforeAllCallback,
                BeforeEachCallback,
                AfterEachCallback,
                AfterAllCallback,
                ParameterResolver {

    private static final String ENGINE = "engine";
    private static final String THREADS = "threads";
    private static final String PARALLEL = "junit.jupiter.execution.parallel.enabled";
    private static final Set<Class<?>> PARAMETERS = Set.of(EngineStub.class, Worker.class, Workers.class);

    private final StubOptions options;
    private final Namespace namespace = Namespace.create(EngineExtension.class, this);
    private volatile @Nullable TestedEngine latest;

    /** An engine with everything at its default; for {@link EngineTest}. */
    public EngineExtension() {
        this(StubOptions.defaults());
    }

    private EngineExtension(StubOptions options) {
        this.options = options;
    }

    /** An engine with options. A port that is fixed in them can be used by one engine at a time. */
    public static EngineExtension with(StubOptions options) {
        return new EngineExtension(Objects.requireNonNull(options, "options"));
    }

    /**
     * The engine that was started last.
     *
     * @throws IllegalStateException when there is none yet
     * @throws org.opentest4j.TestAbortedException when the tests run on another engine, by {@code -Diii.url}
     */
    public EngineStub stub() {
        return latest().stub();
    }

    /** Where workers connect, at the engine that was started last or at {@code -Diii.url}. */
    public String url() {
        return latest().url();
    }

    private TestedEngine latest() {
        TestedEngine engine = latest;
        if (engine == null) {
            throw new IllegalStateException("the engine is started before the first test of the class, not earlier");
        }
        return engine;
    }

    // ---------------------------------------------------------------- another engine

    /** Tests that take the stub are skipped on another engine, and classes that take it before each or all. */
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        boolean skipped = TestedEngine.another() != null
                && (context.getTestMethod()
                                .filter(EngineExtension::takesTheStub)
                                .isPresent()
                        || context.getTestClass().stream()
                                .flatMap(EngineExtension::preparations)
                                .anyMatch(EngineExtension::takesTheStub));
        return skipped
                ? ConditionEvaluationResult.disabled(TestedEngine.NOT_THE_STUB)
                : ConditionEvaluationResult.enabled("the engine will do");
    }

    private static Stream<Method> preparations(Class<?> type) {
        return Stream.of(BeforeAll.class, BeforeEach.class)
                .flatMap(annotation ->
                        AnnotationSupport.findAnnotatedMethods(type, annotation, HierarchyTraversalMode.TOP_DOWN)
                                .stream());
    }

    private static boolean takesTheStub(Method method) {
        return List.of(method.getParameterTypes()).contains(EngineStub.class);
    }

    // ---------------------------------------------------------------- before and after

    @Override
    public void beforeAll(ExtensionContext context) {
        if (!isPerTest(context) && engineOf(context) == null) {
            start(context);
        }
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        if (engineOf(context) == null) {
            start(context);
        }
        store(context).put(THREADS, Leftovers.threads());
    }

    @Override
    public void afterEach(ExtensionContext context) {
        endWorkers(context);
        endEngine(context);
        @SuppressWarnings("unchecked") // put there before the test
        Set<Thread> before = (Set<Thread>) store(context).get(THREADS);
        if (before != null && !isParallel(context)) {
            Leftovers.check(before, namesInUse(context));
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        endWorkers(context);
        endEngine(context);
    }

    private void start(ExtensionContext context) {
        TestedEngine engine = TestedEngine.start(options);
        store(context).put(ENGINE, engine);
        latest = engine;
    }

    /** Only what belongs to this context itself; what an outer one has goes on. */
    private void endEngine(ExtensionContext context) {
        TestedEngine engine = store(context).remove(ENGINE, TestedEngine.class);
        if (engine != null) {
            engine.close();
        }
    }

    private void endWorkers(ExtensionContext context) {
        Workers workers = store(context).remove(workersKey(context), Workers.class);
        if (workers != null) {
            workers.close();
        }
    }

    private static boolean isPerTest(ExtensionContext context) {
        Class<?> type = context.getRequiredTestClass();
        while (type != null) {
            EngineTest annotation = type.getAnnotation(EngineTest.class);
            if (annotation != null) {
                return annotation.perTest();
            }
            type = type.getEnclosingClass();
        }
        return false;
    }

    private static boolean isParallel(ExtensionContext context) {
        return context.getConfigurationParameter(PARALLEL)
                .map(Boolean::parseBoolean)
                .orElse(false);
    }

    // ---------------------------------------------------------------- what belongs to a context

    private Store store(ExtensionContext context) {
        return context.getStore(namespace);
    }

    private @Nullable TestedEngine engineOf(ExtensionContext context) {
        return store(context).get(ENGINE, TestedEngine.class);
    }

    private static String workersKey(ExtensionContext context) {
        return "workers of " + context.getUniqueId();
    }

    private Workers workersOf(ExtensionContext context) {
        Store store = store(context);
        Workers known = store.get(workersKey(context), Workers.class);
        if (known != null) {
            return known;
        }
        Workers made = new Workers(required(context).url());
        store.put(workersKey(context), made);
        return made;
    }

    private TestedEngine required(ExtensionContext context) {
        TestedEngine engine = engineOf(context);
        if (engine == null) {
            throw new ParameterResolutionException(
                    "with perTest every test has an engine of its own: there is none yet in"
                            + " a constructor or a @BeforeAll method");
        }
        return engine;
    }

    /** Those that outer contexts have, too: their workers go on after a test. */
    private List<String> namesInUse(ExtensionContext context) {
        List<String> names = new ArrayList<>();
        for (Optional<ExtensionContext> c = Optional.of(context);
                c.isPresent();
                c = c.get().getParent()) {
            Workers workers = store(c.get()).get(workersKey(c.get()), Workers.class);
            if (workers != null) {
                workers.started().forEach(worker -> names.add(worker.name()));
            }
        }
        return names;
    }

    // ---------------------------------------------------------------- parameters

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return PARAMETERS.contains(parameter.getParameter().getType());
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        if (type == Workers.class) {
            return workersOf(context);
        }
        if (type == EngineStub.class) {
            return required(context).stub();
        }
        return worker(
                parameter
                        .findAnnotation(WorkerName.class)
                        .map(WorkerName::value)
                        .orElse(""),
                context);
    }

    /** The one that an outer context has, or one of this context. */
    private Worker worker(String name, ExtensionContext context) {
        for (Optional<ExtensionContext> c = Optional.of(context);
                c.isPresent();
                c = c.get().getParent()) {
            Workers workers = store(c.get()).get(workersKey(c.get()), Workers.class);
            if (workers != null && workers.has(name)) {
                return workers.named(name);
            }
        }
        return workersOf(context).named(name);
    }
}
