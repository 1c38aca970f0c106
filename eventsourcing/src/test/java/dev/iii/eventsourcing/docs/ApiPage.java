package dev.iii.eventsourcing.docs;

import java.lang.module.ModuleDescriptor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Prints the public types of modules and their members from the compiled classes. */
final class ApiPage {

    private static final Set<String> OF_EVERY_OBJECT = Set.of("equals", "hashCode", "toString");

    private ApiPage() {}

    /** Returns the packages that a module exports to everyone, sorted by name. */
    static List<String> exportedPackages(ModuleDescriptor module) {
        return module.exports().stream()
                .filter(exports -> !exports.isQualified())
                .map(ModuleDescriptor.Exports::source)
                .sorted()
                .toList();
    }

    /**
     * Returns the section of one package.
     *
     * @param summary the first sentence of the package's description
     * @param types its public top-level types
     */
    static String section(String packageName, String summary, List<Class<?>> types) {
        StringBuilder page = new StringBuilder();
        page.append("### `").append(packageName).append("`\n\n").append(summary).append("\n\n```text\n");
        String separator = "";
        for (Class<?> type : types) {
            page.append(separator);
            appendType(page, type, "");
            separator = "\n";
        }
        return page.append("```\n").toString();
    }

    private static void appendType(StringBuilder page, Class<?> type, String indent) {
        page.append(indent).append(declaration(type)).append('\n');
        String deeper = indent + "  ";
        members(type).forEach(member -> page.append(deeper).append(member).append('\n'));
        Arrays.stream(type.getDeclaredClasses())
                .filter(nested -> Modifier.isPublic(nested.getModifiers()))
                .sorted(Comparator.comparing(Class::getSimpleName))
                .forEach(nested -> appendType(page, nested, deeper));
    }

    private static String declaration(Class<?> type) {
        String kind = type.isAnnotation()
                ? "annotation"
                : type.isRecord() ? "record" : type.isEnum() ? "enum" : type.isInterface() ? "interface" : "class";
        String modifier = type.isSealed()
                ? "sealed "
                : !type.isInterface() && Modifier.isAbstract(type.getModifiers()) ? "abstract " : "";
        String components = type.isRecord()
                ? Arrays.stream(type.getRecordComponents())
                        .map(component -> name(component.getGenericType()) + " " + component.getName())
                        .collect(Collectors.joining(", ", "(", ")"))
                : "";
        return modifier + kind + " " + type.getSimpleName() + variables(type.getTypeParameters()) + components;
    }

    private static List<String> members(Class<?> type) {
        List<String> members = new ArrayList<>();
        Set<String> constants = new TreeSet<>();
        for (Field field : type.getDeclaredFields()) {
            if (Modifier.isPublic(field.getModifiers()) && !field.isSynthetic()) {
                constants.add(
                        field.isEnumConstant()
                                ? field.getName()
                                : name(field.getGenericType()) + " " + field.getName());
            }
        }
        members.addAll(constants);
        if (!type.isRecord() && !type.isEnum()) {
            Arrays.stream(type.getConstructors())
                    .map(constructor -> type.getSimpleName() + parameters(constructor))
                    .sorted()
                    .forEach(members::add);
        }
        Set<String> components = type.isRecord()
                ? Arrays.stream(type.getRecordComponents())
                        .map(RecordComponent::getName)
                        .collect(Collectors.toSet())
                : Set.of();
        Arrays.stream(type.getDeclaredMethods())
                .filter(method -> isShown(method, components))
                .sorted(Comparator.comparing((Method method) -> !Modifier.isStatic(method.getModifiers()))
                        .thenComparing(Method::getName)
                        .thenComparing(ApiPage::parameters))
                .map(ApiPage::signature)
                .forEach(members::add);
        return members;
    }

    private static boolean isShown(Method method, Set<String> components) {
        boolean accessor = method.getParameterCount() == 0 && components.contains(method.getName());
        boolean ofEnums = method.getDeclaringClass().isEnum()
                && (method.getName().equals("values") || method.getName().equals("valueOf"));
        return Modifier.isPublic(method.getModifiers())
                && !method.isSynthetic()
                && !accessor
                && !ofEnums
                && !OF_EVERY_OBJECT.contains(method.getName());
    }

    private static String signature(Method method) {
        String modifier = Modifier.isStatic(method.getModifiers()) ? "static " : "";
        String variables = variables(method.getTypeParameters());
        return modifier
                + (variables.isEmpty() ? "" : variables + " ")
                + name(method.getGenericReturnType())
                + " "
                + method.getName()
                + parameters(method);
    }

    private static String parameters(Executable executable) {
        Parameter[] parameters = executable.getParameters();
        List<String> texts = new ArrayList<>();
        for (Parameter parameter : parameters) {
            String type = name(parameter.getParameterizedType());
            boolean variable = parameter.isVarArgs();
            texts.add((variable ? type.substring(0, type.length() - 2) + "..." : type) + " " + parameter.getName());
        }
        return texts.stream().collect(Collectors.joining(", ", "(", ")"));
    }

    private static String variables(TypeVariable<?>[] variables) {
        return variables.length == 0
                ? ""
                : Arrays.stream(variables).map(TypeVariable::getName).collect(Collectors.joining(", ", "<", ">"));
    }

    /** Returns a type with simple names. */
    private static String name(Type type) {
        if (type instanceof Class<?> known) {
            return known.isArray()
                    ? name(known.getComponentType()) + "[]"
                    : known.getEnclosingClass() == null
                            ? known.getSimpleName()
                            : name(known.getEnclosingClass()) + "." + known.getSimpleName();
        }
        if (type instanceof ParameterizedType generic) {
            return name(generic.getRawType()) + joined(generic.getActualTypeArguments(), ApiPage::name);
        }
        if (type instanceof GenericArrayType array) {
            return name(array.getGenericComponentType()) + "[]";
        }
        if (type instanceof WildcardType wildcard) {
            if (wildcard.getLowerBounds().length > 0) {
                return "? super " + name(wildcard.getLowerBounds()[0]);
            }
            Type bound = wildcard.getUpperBounds()[0];
            return bound == Object.class ? "?" : "? extends " + name(bound);
        }
        return type.getTypeName();
    }

    private static String joined(Type[] types, Function<Type, String> names) {
        return Arrays.stream(types).map(names).collect(Collectors.joining(", ", "<", ">"));
    }
}
