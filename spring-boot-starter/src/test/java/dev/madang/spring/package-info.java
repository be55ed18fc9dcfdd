@NullMarked
package dev.madang.spring;

import org.jspecify.annotations.NullMarked;
