package dev.millrace.test.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.NullMarked;

/** What holds in every module. A module's own test says which classes may wait and which may print. */
public final class HouseRules {
    private static final int MAX_CONSTRUCTOR_ARGUMENTS = 6;
    private static final Pattern EMPTY_NAME = Pattern.compile(".*(Utils?|Helper|Manager|Service|Impl|Common)");
    private static final Set<String> EMPTY_PACKAGES =
            Set.of("util", "utils", "common", "helper", "manager", "service", "impl", "misc");

    private HouseRules() {}

    /** The module's classes below a package, without its tests. */
    public static JavaClasses module(String basePackage) {
        return new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages(basePackage);
    }

    /**
     * Checks them all.
     *
     * @param mayWait simple names of the classes that may pause a thread for a time: those that try again, or pace a loop
     * @param mayPrint simple names of the classes that may write to standard output or error: main programs
     * @throws AssertionError naming the rule and whoever breaks it
     */
    public static void check(JavaClasses module, Set<String> mayWait, Set<String> mayPrint) {
        slices().matching("dev.millrace.(**)").should().beFreeOfCycles().check(module);
        noClasses()
                .that(areNot(mayWait))
                .should()
                .callMethodWhere(describe("a thread is put to sleep", HouseRules::isSleep))
                .check(module);
        noClasses()
                .that(areNot(mayPrint))
                .should()
                .accessFieldWhere(describe("standard output or error is used", HouseRules::isStandardStream))
                .check(module);
        classes().should(haveNamesThatSaySomething()).check(module);
        classes().should(haveShortConstructors()).check(module);
        classes()
                .should(satisfy("be in a @NullMarked package", HouseRules::isNullMarked))
                .check(module);
    }

    private static DescribedPredicate<JavaClass> areNot(Set<String> allowed) {
        return describe(
                "are not " + allowed, type -> !allowed.contains(outermost(type).getSimpleName()));
    }

    private static JavaClass outermost(JavaClass type) {
        return type.getEnclosingClass().map(HouseRules::outermost).orElse(type);
    }

    private static boolean isSleep(JavaAccess<?> call) {
        String owner = call.getTargetOwner().getSimpleName();
        return call.getName().equals("sleep") && Set.of("Thread", "TimeUnit").contains(owner);
    }

    private static boolean isStandardStream(JavaAccess<?> access) {
        return access.getTargetOwner().isEquivalentTo(System.class)
                && Set.of("out", "err").contains(access.getName());
    }

    private static ArchCondition<JavaClass> haveNamesThatSaySomething() {
        return satisfy(
                "have names that say something",
                type -> !EMPTY_NAME.matcher(type.getSimpleName()).matches()
                        && List.of(type.getPackageName().split("[.]")).stream().noneMatch(EMPTY_PACKAGES::contains));
    }

    /** A record is data, and its constructor a list of what it holds. */
    private static ArchCondition<JavaClass> haveShortConstructors() {
        return satisfy(
                "have at most " + MAX_CONSTRUCTOR_ARGUMENTS + " constructor arguments",
                type -> type.isRecord()
                        || type.isEnum()
                        || type.isAnonymousClass()
                        || type.getConstructors().stream()
                                .allMatch(each -> each.getRawParameterTypes().size() <= MAX_CONSTRUCTOR_ARGUMENTS));
    }

    private static boolean isNullMarked(JavaClass type) {
        return type.getPackage().isAnnotatedWith(NullMarked.class);
    }

    private interface Check {
        boolean holds(JavaClass type);
    }

    private static ArchCondition<JavaClass> satisfy(String what, Check check) {
        return new ArchCondition<>(what) {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                events.add(new SimpleConditionEvent(type, check.holds(type), type.getName() + " should " + what));
            }
        };
    }
}
