package dev.madang.examples;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Answers {@code /} with the page and everything else with 404. One for each connection. */
final class PageHandler extends SimpleChannelInboundHandler<HttpObject> {
    private final byte[] page;
    private @Nullable HttpRequest request;

    PageHandler(byte[] page) {
        this.page = page;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, HttpObject part) {
        if (part instanceof HttpRequest head) {
            request = head;
        }
        HttpRequest whole = request;
        if (part instanceof LastHttpContent && whole != null) {
            request = null;
            context.writeAndFlush(answer(whole));
        }
    }

    private FullHttpResponse answer(HttpRequest whole) {
        String path = whole.uri().split("\\?", 2)[0];
        boolean found = path.equals("/") || path.equals("/index.html");
        HttpResponseStatus status = found ? HttpResponseStatus.OK : HttpResponseStatus.NOT_FOUND;
        byte[] body = found ? page : "Not here.".getBytes(StandardCharsets.UTF_8);
        ByteBuf content = whole.method().equals(HttpMethod.HEAD) ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(body);
        FullHttpResponse answer = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, content);
        answer.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, found ? "text/html; charset=utf-8" : "text/plain; charset=utf-8")
                .setInt(HttpHeaderNames.CONTENT_LENGTH, body.length);
        return answer;
    }
}
