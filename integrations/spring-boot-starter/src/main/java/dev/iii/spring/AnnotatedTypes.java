package dev.iii.spring;

import dev.iii.sdk.annotation.Function;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import org.springframework.util.ClassUtils;

/** Finds the methods that are annotated as functions, or with triggers. */
final class AnnotatedTypes {

    private static final String ANNOTATIONS = Function.class.getPackageName();

    private AnnotatedTypes() {}

    /** Returns {@code true} if a method of the class, of a superclass or of an interface of it is annotated. */
    static boolean hasFunctions(Class<?> type) {
        return all(type).stream().anyMatch(AnnotatedTypes::declaresFunctions);
    }

    /** Returns the class, its superclasses and all interfaces that can have functions. */
    static List<Class<?>> all(Class<?> type) {
        List<Class<?>> all = new ArrayList<>();
        for (Class<?> c = type; c != null; c = c.getSuperclass()) {
            all.add(c);
        }
        all.addAll(ClassUtils.getAllInterfacesForClassAsSet(type));
        all.removeIf(c -> c.getName().startsWith("java.") || c.getName().startsWith("org.springframework."));
        return all;
    }

    /** Returns {@code true} if a method that the class declares itself is annotated. */
    static boolean declaresFunctions(Class<?> type) {
        try {
            for (Method method : type.getDeclaredMethods()) {
                if (isAnnotated(method)) {
                    return true;
                }
            }
        } catch (LinkageError e) {
            // A method refers to a class that the application does not have, so it is a class of a library.
            return false;
        }
        return false;
    }

    static boolean isAnnotated(Method method) {
        for (Annotation annotation : method.getDeclaredAnnotations()) {
            if (annotation.annotationType().getPackageName().equals(ANNOTATIONS)) {
                return true;
            }
        }
        return false;
    }
}
