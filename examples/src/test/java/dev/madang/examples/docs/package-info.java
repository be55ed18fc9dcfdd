/** The snippets of the documents, compiled and run. A check compares them with the pages, word by word. */
@NullMarked
package dev.madang.examples.docs;

import org.jspecify.annotations.NullMarked;
