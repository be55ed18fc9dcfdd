package dev.madang.admin;

import at.favre.lib.crypto.bcrypt.BCrypt;
import at.favre.lib.crypto.bcrypt.LongPasswordStrategies;
import dev.madang.admin.AdminOptions.Authentication;
import dev.madang.server.Middleware;
import dev.madang.server.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import tools.jackson.databind.JsonNode;

/** Lets administrators in, and nobody else. Any thread. */
final class Login implements Middleware {
    /*
     * A wrong name costs as much time as a wrong password, so neither can be found out alone. bcrypt takes a tenth of a
     * second and more, on purpose: so passwords are looked at one after the other, on a thread of their own. An attack
     * can keep that thread busy, and nothing else.
     */
    private static final String INVALID = "invalid credentials";
    private static final String LATER = "too many attempts, try again later";
    private static final int MAX_PASSWORD = 4_096;
    private static final BCrypt.Verifyer VERIFIER =
            BCrypt.verifyer(BCrypt.Version.VERSION_2A, LongPasswordStrategies.truncate(BCrypt.Version.VERSION_2A));

    private final Authentication authentication;
    private final Executor slow;
    private final Attempts attempts;
    private final LoginSessions sessions;
    private final Set<Socket> byPassword = Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

    Login(AdminOptions options, Executor slow) {
        this.authentication = options.authentication();
        this.slow = slow;
        this.attempts = new Attempts(options);
        this.sessions = new LoginSessions(options.nanoTime());
    }

    @Override
    public void handle(Socket socket, Next next) {
        switch (authentication) {
            case Authentication.None none -> next.proceed();
            case Authentication.Basic basic -> check(basic, socket, next);
        }
    }

    /** The administrator is in: who came by password gets an id to come back with. */
    void entered(Socket socket) {
        if (byPassword.remove(socket)) {
            socket.emit("session", sessions.begin());
        }
    }

    private void check(Authentication.Basic basic, Socket socket, Middleware.Next next) {
        JsonNode auth = socket.handshake().auth();
        String address = socket.remoteAddress();
        byte[] password = text(auth, "password").getBytes(StandardCharsets.UTF_8);
        if (sessions.knows(text(auth, "sessionId"))) {
            next.proceed();
        } else if (!auth.path("password").isString() || password.length > MAX_PASSWORD) {
            next.refuse(INVALID);
        } else if (!attempts.begin(address)) {
            next.refuse(LATER);
        } else {
            boolean known = same(text(auth, "username"), basic.username());
            try {
                slow.execute(() -> verify(basic, known, password, socket, next));
            } catch (RejectedExecutionException tooMany) {
                next.refuse(LATER);
            }
        }
    }

    private void verify(
            Authentication.Basic basic, boolean known, byte[] password, Socket socket, Middleware.Next next) {
        byte[] hash = basic.hash().getBytes(StandardCharsets.US_ASCII);
        if (VERIFIER.verify(password, hash).verified & known) {
            attempts.succeeded(socket.remoteAddress());
            byPassword.add(socket);
            next.proceed();
        } else {
            next.refuse(INVALID);
        }
    }

    private static String text(JsonNode auth, String name) {
        JsonNode value = auth.path(name);
        return value.isString() ? value.stringValue() : "";
    }

    private static boolean same(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }
}
