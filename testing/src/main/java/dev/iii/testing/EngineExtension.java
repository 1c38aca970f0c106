package dev.iii.testing;

import dev.iii.sdk.Worker;
import dev.iii.stub.EngineStub;
import dev.iii.stub.StubOptions;
import java.lang.reflect.Method;
import java.net.URI;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does the same as {@link EngineTest}, but with options for the engine. Put it into a field with {@link RegisterExtension}.
 * A static field starts one engine for the class. An instance field starts one engine for each test.
 *
 * <pre>{@code
 * @RegisterExtension
 * static final EngineExtension engine = EngineExtension.with(StubOptions.builder().configFile(file).build());
 * }</pre>
 *
 * <p>Thread-safe. JUnit calls the extension on its own threads.
 */
public final class EngineExtension
        implements ExecutionCondition,
                BeforeAllCallback,
                BeforeEachCallback,
                AfterEachCallback,
                AfterAllCallback,
                ParameterResolver {

    private static final Logger log = LoggerFactory.getLogger(EngineExtension.class);
    private static final String ENGINE = "engine";
    private static final String WARNED = "warned";
    private static final String THREADS = "threads";
    private static final String PARALLEL = "junit.jupiter.execution.parallel.enabled";
    private static final Set<Class<?>> PARAMETERS = Set.of(EngineStub.class, Worker.class, Workers.class);

    private final StubOptions options;
    private final Namespace namespace = Namespace.create(EngineExtension.class, this);
    private volatile @Nullable TestedEngine latest;

    /** Creates an extension that starts an engine with default options. {@link EngineTest} uses this constructor. */
    public EngineExtension() {
        this(StubOptions.defaults());
    }

    private EngineExtension(StubOptions options) {
        this.options = options;
    }

    /**
     * Creates an extension that starts an engine with options.
     *
     * @param options the options of the engine; a fixed port can be used by only one engine at a time
     */
    public static EngineExtension with(StubOptions options) {
        return new EngineExtension(Objects.requireNonNull(options, "options"));
    }

    /**
     * Returns the engine that was started last.
     *
     * @throws IllegalStateException if no engine was started yet
     * @throws org.opentest4j.TestAbortedException if the tests run on the engine at {@code -Diii.url}
     */
    public EngineStub stub() {
        return latest().stub();
    }

    /**
     * Returns the address for workers of the engine that was started last, or the address in {@code -Diii.url}.
     *
     * @throws IllegalStateException if no engine was started yet
     */
    public String url() {
        return latest().url();
    }

    /**
     * Returns the address of the HTTP routes of the engine that was started last, or the address in {@code -Diii.http}, which
     * is {@code http://127.0.0.1:3111} by default.
     *
     * @throws IllegalStateException if no engine was started yet
     */
    public URI httpUrl() {
        return latest().httpUrl();
    }

    /**
     * Returns the address for consumers of streams of the engine that was started last, or the address in {@code
     * -Diii.stream}, which is {@code ws://127.0.0.1:3112} by default.
     *
     * @throws IllegalStateException if no engine was started yet
     */
    public URI streamUrl() {
        return latest().streamUrl();
    }

    private TestedEngine latest() {
        TestedEngine engine = latest;
        if (engine == null) {
            throw new IllegalStateException(
                    "no engine is running yet; the extension starts it before the first test of the class");
        }
        return engine;
    }

    // ---------------------------------------------------------------- another engine

    /**
     * Skips tests that need the {@link EngineStub} if {@code -Diii.url} is set. These are tests with a parameter of this type,
     * and all tests of a class in which a {@code @BeforeEach} or {@code @BeforeAll} method has one.
     */
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
                : ConditionEvaluationResult.enabled("the engine can run this test");
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
            warnIfShared(context);
        }
        store(context).put(THREADS, ThreadLeaks.threads());
    }

    @Override
    public void afterEach(ExtensionContext context) {
        close(context);
        @SuppressWarnings("unchecked") // beforeEach has stored a set of threads
        Set<Thread> before = (Set<Thread>) store(context).get(THREADS);
        if (before != null && !isParallel(context)) {
            ThreadLeaks.check(before, namesInUse(context));
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        close(context);
    }

    private void close(ExtensionContext context) {
        try {
            closeWorkers(context);
        } finally {
            closeEngine(context);
        }
    }

    private void start(ExtensionContext context) {
        TestedEngine engine = TestedEngine.start(options);
        store(context).put(ENGINE, engine);
        latest = engine;
    }

    /** Closes the engine of this context. The engine of an outer context continues to run. */
    private void closeEngine(ExtensionContext context) {
        TestedEngine engine = store(context).remove(ENGINE, TestedEngine.class);
        if (engine != null) {
            engine.close();
        }
    }

    private void closeWorkers(ExtensionContext context) {
        Workers workers = store(context).remove(workersKey(context), Workers.class);
        if (workers != null) {
            workers.close();
        }
    }

    /** Logs a warning, once in a run of tests, if a test that asks for a separate engine gets the one at {@code -Diii.url}. */
    private static void warnIfShared(ExtensionContext context) {
        String another = TestedEngine.another();
        Store ofAllTests = context.getRoot().getStore(Namespace.create(EngineExtension.class));
        if (another != null && ofAllTests.get(WARNED) == null) {
            ofAllTests.put(WARNED, true);
            log.warn(
                    "The tests run on the engine at {}, so perTest has no effect: all tests share its state, streams"
                            + " and queues; use names that are different in each test",
                    another);
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

    // ---------------------------------------------------------------- objects of a context

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
        Workers created = new Workers(required(context).url());
        store.put(workersKey(context), created);
        return created;
    }

    private TestedEngine required(ExtensionContext context) {
        TestedEngine engine = engineOf(context);
        if (engine == null) {
            throw new ParameterResolutionException(
                    "with perTest each test has a separate engine, which is not running yet in a constructor or"
                            + " a @BeforeAll method; use a @BeforeEach method");
        }
        return engine;
    }

    /** Returns the names of the workers of this context and of the outer contexts, which stay open after a test. */
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

    /** Returns the worker that an outer context has for this name, or otherwise the worker of this context. */
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
