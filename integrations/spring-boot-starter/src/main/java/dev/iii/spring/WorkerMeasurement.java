package dev.iii.spring;

import dev.iii.sdk.Worker;
import dev.iii.sdk.WorkerOptions;

/** Measures the worker, if the application has a library for that. */
interface WorkerMeasurement {

    /** Adds interceptors that measure. They are outside of the interceptors of the application. */
    void measure(WorkerOptions.Builder options);

    /** Measures the state of the worker. */
    void bind(Worker worker, WorkerOptions options);
}
