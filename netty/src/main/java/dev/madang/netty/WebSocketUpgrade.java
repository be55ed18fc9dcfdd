package dev.madang.netty;

import dev.madang.engine.HttpAnswer;
import dev.madang.engine.PerMessageDeflate;
import dev.madang.engine.RequestHead;
import dev.madang.engine.WebSocketVerdict;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.ssl.SslHandler;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One WebSocket handshake (RFC 6455, section 4.2): from the request to an answer, and to the loop of the session. On
 * the connection's loop; the session is joined on its own.
 */
final class WebSocketUpgrade {
    /*
     * An upgrade request is the last thing that HTTP reads here: the answer is 101 or ends the connection. So the HTTP
     * handlers go as soon as it is the request's turn, and bytes that the client sent right behind it come out of the
     * decoder untouched and wait for the frame parser.
     *
     * A session never changes its loop, so the channel moves. Netty wants: nothing being read (automatic reading is
     * off), nothing being written (an empty write behind everything has completed, since interest in writability does
     * not survive; a peer that does not take earlier answers is timed), then deregister, which ends the running task first, then register elsewhere, which forgets the
     * executors that the pipeline's contexts had cached. A channel that closes in between is never registered, and
     * nobody would hear of it: the session is joined all the same, and told that its connection is gone.
     */
    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final String FOREIGN = "reactor.";

    private final SocketIoHandler handler;
    private final SocketIoHandlers factory;
    private final RequestHead head;
    private final DeflateOffers.Answer compression;

    WebSocketUpgrade(SocketIoHandler handler, SocketIoHandlers factory, HttpRequest request) {
        this.handler = handler;
        this.factory = factory;
        this.head = factory.head(request, handler.context().channel());
        this.compression = compression(head);
    }

    private DeflateOffers.Answer compression(RequestHead request) {
        String offers = deflate().enabled() ? request.headerMap().get("sec-websocket-extensions") : null;
        return offers == null ? DeflateOffers.Answer.DECLINED : DeflateOffers.answer(offers);
    }

    private PerMessageDeflate deflate() {
        return factory.engine.options().perMessageDeflate();
    }

    static boolean isAskedFor(HttpRequest request) {
        return request.headers().containsValue(HttpHeaderNames.UPGRADE, "websocket", true);
    }

    /** The answer to a request that asks for a WebSocket in a wrong way, or null. */
    static @Nullable HttpAnswer refusal(HttpRequest request) {
        if (!request.method().equals(HttpMethod.GET) || !RequestChecks.isHttp11(request)) {
            return RequestChecks.text(400, "a WebSocket handshake is a GET of HTTP/1.1");
        }
        if (RequestChecks.bodyLength(request) != 0) {
            return RequestChecks.text(400, "a WebSocket handshake has no body");
        }
        if (!request.headers().containsValue(HttpHeaderNames.CONNECTION, "upgrade", true)) {
            return RequestChecks.text(400, "a WebSocket handshake says Connection: Upgrade");
        }
        if (!"13".equals(request.headers().get(HttpHeaderNames.SEC_WEBSOCKET_VERSION))) {
            return HttpAnswer.text(
                    426,
                    List.of("Content-Type", "text/plain; charset=utf-8", "Sec-WebSocket-Version", "13"),
                    "the WebSocket version is 13");
        }
        if (!isKey(request.headers().getAll(HttpHeaderNames.SEC_WEBSOCKET_KEY))) {
            return RequestChecks.text(400, "a WebSocket key is 16 bytes in base64");
        }
        return null;
    }

    private static boolean isKey(List<String> keys) {
        if (keys.size() != 1 || keys.get(0).length() != 24) {
            return false;
        }
        try {
            return Base64.getDecoder().decode(keys.get(0)).length == 16;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Keeps bytes behind the handshake from being read as HTTP; answers can still be written. */
    static void stopDecoding(ChannelPipeline pipeline) {
        HttpServerCodec codec = pipeline.get(HttpServerCodec.class);
        if (codec != null) {
            codec.removeInboundHandler();
        } else if (pipeline.get(HttpRequestDecoder.class) != null) {
            pipeline.remove(HttpRequestDecoder.class);
        }
    }

    /** Takes the connection over; all earlier requests have been answered. */
    void start() {
        handler.pauseForUpgrade();
        strip(handler.context().pipeline());
        if (compression == DeflateOffers.Answer.MALFORMED) {
            refuse(RequestChecks.text(400, "Sec-WebSocket-Extensions is no list of extensions"));
            return;
        }
        factory.engine.webSocket(head, handler.loop(), verdict -> {
            switch (verdict) {
                case WebSocketVerdict.Refuse refused -> refuse(refused.answer());
                case WebSocketVerdict.Accept accept -> accept(accept);
            }
        });
    }

    /** Removes the handlers that speak HTTP: all from the codec on, and Reactor Netty's wherever they stand. */
    private void strip(ChannelPipeline pipeline) {
        List<ChannelHandler> behind = new ArrayList<>();
        boolean http = false;
        for (Map.Entry<String, ChannelHandler> entry : pipeline) {
            ChannelHandler each = entry.getValue();
            http |= each instanceof HttpServerCodec
                    || each instanceof HttpRequestDecoder
                    || each instanceof HttpResponseEncoder;
            boolean foreign = entry.getKey().startsWith(FOREIGN);
            if ((http || foreign) && each != handler && !(each instanceof SslHandler)) {
                behind.add(each);
            }
        }
        for (int i = behind.size() - 1; i >= 0; i--) {
            if (pipeline.context(behind.get(i)) != null) {
                pipeline.remove(behind.get(i));
            }
        }
    }

    private void refuse(HttpAnswer answer) {
        handler.closeAfter(render(answer));
    }

    private static ByteBuf render(HttpAnswer answer) {
        StringBuilder text = new StringBuilder("HTTP/1.1 ")
                .append(HttpResponseStatus.valueOf(answer.status()))
                .append("\r\n");
        RequestChecks.response(answer, false, false)
                .headers()
                .forEach(header -> text.append(header.getKey())
                        .append(": ")
                        .append(header.getValue())
                        .append("\r\n"));
        text.append("\r\n");
        return Unpooled.wrappedBuffer(
                Unpooled.wrappedBuffer(text.toString().getBytes(StandardCharsets.ISO_8859_1)),
                Unpooled.wrappedBuffer(answer.body(), 0, answer.length()));
    }

    private void accept(WebSocketVerdict.Accept accept) {
        NettyLoop home = (NettyLoop) accept.home();
        if (home == handler.loop()) {
            open(home, accept);
            return;
        }
        Channel channel = handler.context().channel();
        handler.clock().stalled();
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(written -> {
            handler.clock().stop();
            channel.deregister().addListener(left -> move(channel, home, accept));
        });
    }

    private void move(Channel channel, NettyLoop home, WebSocketVerdict.Accept accept) {
        if (channel.isOpen() && !home.eventLoop().isShuttingDown()) {
            home.eventLoop().register(channel).addListener(joined -> {
                if (!home.run(() -> open(home, accept))) {
                    handler.releaseHeld();
                }
            });
        } else {
            handler.releaseHeld();
            channel.unsafe().closeForcibly();
            home.run(() -> gone(accept));
        }
    }

    /** On the home loop: the connection becomes the session's. */
    private void open(NettyLoop home, WebSocketVerdict.Accept accept) {
        Channel channel = handler.context().channel();
        PerMessageDeflate deflate = compression == DeflateOffers.Answer.DECLINED ? PerMessageDeflate.OFF : deflate();
        WebSocketConnection connection = new WebSocketConnection(
                home, factory.engine.options().maxPayload(), factory.limits.maxFragments(), deflate);
        if (channel.isRegistered() && channel.isActive()) {
            List<Object> early = handler.takeHeld();
            channel.pipeline().replace(handler, "socket.io-websocket", connection);
            connection.open(accepted(channel, home, accept.headers()), accept.opener(), early);
        } else {
            handler.releaseHeld();
            gone(accept);
        }
    }

    private static void gone(WebSocketVerdict.Accept accept) {
        accept.opener().open(new GoneChannel()).closed(true, "the connection ended before its handshake was answered");
    }

    /** RFC 6455, 4.2.2. */
    private ByteBuf accepted(Channel channel, NettyLoop home, List<String> headers) {
        String key = head.header("Sec-WebSocket-Key");
        byte[] hash = home.sha1().digest((key + GUID).getBytes(StandardCharsets.US_ASCII));
        ByteBuf bytes = channel.alloc().directBuffer(1024);
        ByteBufUtil.writeAscii(
                bytes,
                "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                        + "Sec-WebSocket-Accept: ");
        bytes.writeBytes(Base64.getEncoder().encode(hash));
        if (!compression.header().isEmpty()) {
            ByteBufUtil.writeAscii(bytes, "\r\nSec-WebSocket-Extensions: " + compression.header());
        }
        ByteBufUtil.writeAscii(bytes, "\r\n");
        for (int i = 0; i < headers.size(); i += 2) {
            String line = headers.get(i) + ": " + headers.get(i + 1) + "\r\n";
            bytes.writeBytes(line.getBytes(StandardCharsets.ISO_8859_1));
        }
        ByteBufUtil.writeAscii(bytes, "\r\n");
        return bytes;
    }
}
