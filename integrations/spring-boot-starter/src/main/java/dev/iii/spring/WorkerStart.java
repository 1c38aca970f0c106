package dev.iii.spring;

/** Something that registers functions of the worker when all beans exist, and before the worker connects. */
interface WorkerStart {

    /** Returns whether it has registered functions. */
    boolean beforeConnect();
}
