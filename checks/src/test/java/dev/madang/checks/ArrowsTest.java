package dev.madang.checks;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** The arrows between modules point one way, and the library keeps the rules of the house. */
class ArrowsTest {
    private static final String[] LIBRARY = {
        "dev.madang.protocol..", "dev.madang.engine..", "dev.madang.server..", "dev.madang.netty.."
    };

    private final JavaClasses all = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.madang");

    @Test
    void arrowsBetweenModulesPointOneWay() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("protocol")
                .definedBy("dev.madang.protocol..")
                .layer("engine")
                .definedBy("dev.madang.engine..")
                .layer("server")
                .definedBy("dev.madang.server..")
                .layer("netty")
                .definedBy("dev.madang.netty..")
                .layer("micrometer")
                .definedBy("dev.madang.micrometer..")
                .layer("limits")
                .definedBy("dev.madang.limits..")
                .layer("admin")
                .definedBy("dev.madang.admin..")
                .layer("starter")
                .definedBy("dev.madang.spring..")
                .layer("live")
                .definedBy("dev.madang.live..")
                .whereLayer("live")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("starter")
                .mayOnlyBeAccessedByLayers("live")
                .whereLayer("micrometer")
                .mayOnlyBeAccessedByLayers("starter", "live")
                .whereLayer("limits")
                .mayOnlyBeAccessedByLayers("starter", "live")
                .whereLayer("admin")
                .mayOnlyBeAccessedByLayers("starter", "live")
                .whereLayer("netty")
                .mayOnlyBeAccessedByLayers("starter", "live")
                .whereLayer("server")
                .mayOnlyBeAccessedByLayers("netty", "micrometer", "limits", "admin", "starter", "live")
                .whereLayer("engine")
                .mayOnlyBeAccessedByLayers("server", "netty", "micrometer", "limits", "admin", "starter", "live")
                .check(all);
    }

    @Test
    void onlyTheNettyModuleAndTheStarterKnowNetty() {
        noClasses()
                .that()
                .resideOutsideOfPackages("dev.madang.netty..", "dev.madang.spring..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.netty..")
                .check(all);
    }

    @Test
    void protocolAndEngineStartNoThreadAndReadNoClock() {
        noClasses()
                .that()
                .resideInAnyPackage("dev.madang.protocol..", "dev.madang.engine..")
                .should()
                .dependOnClassesThat()
                .areAssignableTo(ExecutorService.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Executors.class)
                .orShould()
                .callMethod(Thread.class, "start")
                .orShould()
                .callMethod(Thread.class, "startVirtualThread", Runnable.class)
                .orShould()
                .callMethod(Thread.class, "ofVirtual")
                .orShould()
                .callMethod(Thread.class, "ofPlatform")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .check(all);
    }

    @Test
    void theLibraryKeepsNoThreadLocalsAndNoMutableStatics() {
        noClasses()
                .that()
                .resideInAnyPackage(LIBRARY)
                .should()
                .dependOnClassesThat()
                .areAssignableTo(ThreadLocal.class)
                .check(all);
        noFields()
                .that()
                .areDeclaredInClassesThat()
                .resideInAnyPackage(LIBRARY)
                .and()
                .areStatic()
                .should()
                .notBeFinal()
                .check(all);
    }

    @Test
    void namesSayWhatAThingIs() {
        noClasses()
                .that()
                .resideInAPackage("dev.madang..")
                .should()
                .haveSimpleNameEndingWith("Impl")
                .orShould()
                .haveSimpleNameEndingWith("Manager")
                .orShould()
                .haveSimpleNameEndingWith("Helper")
                .orShould()
                .haveSimpleNameEndingWith("Util")
                .orShould()
                .haveSimpleNameEndingWith("Utils")
                .check(all);
    }

    @Test
    void publicClassesOfTheLibraryAreFinalUnlessTheyAreMadeToBeExtended() {
        classes()
                .that()
                .resideInAnyPackage(LIBRARY)
                .and()
                .arePublic()
                .and()
                .areNotInterfaces()
                .and()
                .areNotEnums()
                .and()
                .doNotHaveModifier(JavaModifier.ABSTRACT)
                .should()
                .haveModifier(JavaModifier.FINAL)
                .check(all);
    }
}
