/** Socket.IO on the port of a Spring Boot application: WebFlux on Reactor Netty. */
@NullMarked
package dev.madang.spring;

import org.jspecify.annotations.NullMarked;
