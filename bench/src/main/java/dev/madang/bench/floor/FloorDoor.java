package dev.madang.bench.floor;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** The HTTP side of the floor: a WebSocket handshake (RFC 6455, 4.2.2), and polling answers that are always the same. */
final class FloorDoor extends SimpleChannelInboundHandler<HttpRequest> {
    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final String SID = "\"sid\":\"aaaaaaaaaaaaaaaaaaaa\"";
    private static final String OPEN =
            "0{" + SID + ",\"upgrades\":[],\"pingInterval\":25000,\"pingTimeout\":20000,\"maxPayload\":1000000}";

    private final Everybody everybody;

    FloorDoor(Everybody everybody) {
        this.everybody = everybody;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, HttpRequest request) throws NoSuchAlgorithmException {
        String key = request.headers().get(HttpHeaderNames.SEC_WEBSOCKET_KEY);
        if (key != null) {
            upgrade(ctx, key, request.uri().contains("sid="));
        } else if (request.method().equals(HttpMethod.POST)) {
            answer(ctx, "ok");
        } else {
            answer(ctx, request.uri().contains("sid=") ? "40{" + SID + "}" : OPEN);
        }
    }

    private static void answer(ChannelHandlerContext ctx, String body) {
        ByteBuf content = Unpooled.wrappedBuffer(body.getBytes(StandardCharsets.US_ASCII));
        FullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK, content);
        response.headers().set(HttpHeaderNames.CONTENT_TYPE, "text/plain; charset=UTF-8");
        response.headers().setInt(HttpHeaderNames.CONTENT_LENGTH, body.length());
        ctx.writeAndFlush(response, ctx.voidPromise());
    }

    private void upgrade(ChannelHandlerContext ctx, String key, boolean hasSession) throws NoSuchAlgorithmException {
        byte[] digest = MessageDigest.getInstance("SHA-1").digest((key + GUID).getBytes(StandardCharsets.US_ASCII));
        FullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, HttpResponseStatus.SWITCHING_PROTOCOLS, Unpooled.EMPTY_BUFFER);
        response.headers()
                .set(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET)
                .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE)
                .set(HttpHeaderNames.SEC_WEBSOCKET_ACCEPT, Base64.getEncoder().encodeToString(digest));
        ctx.write(response, ctx.voidPromise());
        FloorFrames frames = new FloorFrames(everybody);
        ctx.pipeline().addLast(frames);
        if (!hasSession) {
            frames.say(OPEN);
        }
        ctx.pipeline().remove(this);
        ctx.pipeline().remove(HttpServerCodec.class);
        frames.flush();
    }
}
