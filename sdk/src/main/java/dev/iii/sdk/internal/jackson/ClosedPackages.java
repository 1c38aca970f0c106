package dev.iii.sdk.internal.jackson;

import java.lang.reflect.Modifier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.ObjectMapper;

/**
 * Finds classes that Jackson cannot access, because their module does not open their package. Jackson alone accepts most of
 * them and fails only when it calls their constructor or their getters.
 */
final class ClosedPackages {

    /** The message of the JDK about a member that cannot be made accessible. */
    private static final Pattern REFUSED = Pattern.compile("module (\\S+) does not \"opens ([\\w.]+)\" to ");

    /** The maximum number of causes that are searched. */
    private static final int MAX_CAUSES = 16;

    private ClosedPackages() {}

    /** Returns the remedy for a class whose members cannot be accessed; {@code null} if they can. */
    static @Nullable String remedy(Class<?> type) {
        Module user = type.getModule();
        Module jackson = ObjectMapper.class.getModule();
        String packageName = type.getPackageName();
        boolean accessible = user.isOpen(packageName, jackson)
                || (user.isExported(packageName, jackson) && isPublic(type))
                || type.getName().startsWith("java.");
        return accessible ? null : remedy(packageName, user.getName());
    }

    private static boolean isPublic(Class<?> type) {
        for (Class<?> owner = type; owner != null; owner = owner.getEnclosingClass()) {
            if (!Modifier.isPublic(owner.getModifiers())) {
                return false;
            }
        }
        return true;
    }

    /** Returns the remedy if the cause of a failure is a package that is not open; {@code null} if the cause is another one. */
    static @Nullable String remedy(Throwable failure) {
        Throwable cause = failure;
        for (int i = 0; cause != null && i < MAX_CAUSES; i++, cause = cause.getCause()) {
            Matcher refused = REFUSED.matcher(String.valueOf(cause.getMessage()));
            if (refused.find()) {
                return remedy(refused.group(2), refused.group(1));
            }
        }
        return null;
    }

    private static String remedy(String packageName, String moduleName) {
        Module jackson = ObjectMapper.class.getModule();
        return "the package " + packageName + " is not open to the JSON reader; add `opens " + packageName + " to "
                + (jackson.isNamed() ? jackson.getName() : "tools.jackson.databind") + ";` to the module-info of "
                + moduleName;
    }
}
