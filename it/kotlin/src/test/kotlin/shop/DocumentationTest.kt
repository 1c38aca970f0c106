package shop

import java.io.File
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.Test

/** Every piece of Kotlin in a page of the repository is in a source of this program, which has its imports. */
class DocumentationTest {

    private val root = File("../..").canonicalFile

    private val pages = root.walk()
        .onEnter { it == root || !(it.name == "target" || it.name == "node_modules" || it.name.startsWith(".")) }
        .filter { it.extension == "md" }
        .toList()

    /** The blocks of a page, without build files of Gradle, which a test of it/plain runs. */
    private fun blocks(page: File) = page.readText().split("```kotlin\n").drop(1)
        .map { it.substringBefore("```") }
        .filterNot { it.startsWith("plugins {") }

    @Test
    fun `the examples are compiled`() {
        val sources = File("src").walk().filter { it.isFile }.joinToString("") { it.readText() }.withoutSpaces()
        assertThat(pages.flatMap { blocks(it) }).isNotEmpty().allSatisfy { assertThat(sources).contains(it.withoutSpaces()) }
    }

    @Test
    fun `the imports of every example are shown or one click away`() {
        val link = Regex("]\\(([^)#]+\\.kt)\\)")
        for (page in pages) {
            val linked = link.findAll(page.readText())
                .map { page.parentFile.resolve(it.groupValues[1]).readText().withoutSpaces() }
                .joinToString("")
            assertThat(blocks(page).filterNot { "\n$it".contains("\nimport ") }).`as`(page.path)
                .allSatisfy { assertThat(linked).contains(it.withoutSpaces()) }
        }
    }

    @Test
    fun `the pages contain the tested version of the Kotlin module`() {
        val dependency = Regex("jackson-module-kotlin</artifactId>\\s*<version>([^<]+)")
        val version = dependency.find(File("pom.xml").readText())!!.groupValues[1]
        assertThat(File("../../docs/kotlin.md").readText()).contains("<version>$version</version>")
        assertThat(File("../../README.md").readText()).contains("jackson-module-kotlin:$version")
    }

    private fun String.withoutSpaces() = replace(Regex("\\s+"), "")
}
