package dev.iii.sdk;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Arrays;

/** What the rules of the API look at. */
final class ApiTypes {

    private ApiTypes() {}

    /** Has a public or protected member whose signature names a type of these packages. */
    static ArchCondition<JavaClass> exposing(String... packages) {
        return new ArchCondition<>("expose types of " + Arrays.toString(packages)) {
            @Override
            public void check(JavaClass item, ConditionEvents events) {
                for (JavaMember member : item.getMembers()) {
                    boolean visible = member.getModifiers().contains(JavaModifier.PUBLIC)
                            || member.getModifiers().contains(JavaModifier.PROTECTED);
                    boolean exposes = visible
                            && member.getAllInvolvedRawTypes().stream()
                                    .anyMatch(type -> Arrays.stream(packages)
                                            .anyMatch(p -> type.getPackageName().startsWith(p)));
                    events.add(new SimpleConditionEvent(item, exposes, member.getFullName()));
                }
            }
        };
    }
}
