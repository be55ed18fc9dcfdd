/** Socket.IO on the port of a Spring Boot WebFlux application. */
@NullMarked
package dev.madang.spring;

import org.jspecify.annotations.NullMarked;
