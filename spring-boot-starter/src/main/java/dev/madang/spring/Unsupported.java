package dev.madang.spring;

/** The servers that cannot carry Socket.IO, each with what to do about it. */
final class Unsupported {
    private Unsupported() {}

    static UnsupportedServerException http2() {
        return new UnsupportedServerException(
                "Socket.IO cannot share a port with HTTP/2: server.http2.enabled is true.",
                "Remove server.http2.enabled. Browsers get HTTP/2 from the proxy in front of this application.");
    }

    static UnsupportedServerException servlet() {
        return new UnsupportedServerException(
                "Socket.IO runs on WebFlux with Reactor Netty, but this is a Servlet application.",
                "Replace the dependency spring-boot-starter-web or spring-boot-starter-webmvc by"
                        + " spring-boot-starter-webflux; if both are needed, set"
                        + " spring.main.web-application-type=reactive. Or, beside your Servlet application, let"
                        + " dev.madang:madang listen on a port of its own: SocketIo.create().listen(3000).");
    }

    static UnsupportedServerException anotherServer(Class<?> factory) {
        return new UnsupportedServerException(
                "Socket.IO runs on Reactor Netty, but this application's server is made by " + factory.getName() + ".",
                "Remove the dependency of that server: spring-boot-starter-webflux brings Reactor Netty.");
    }
}
