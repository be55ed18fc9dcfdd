package dev.madang.netty;

import dev.madang.engine.HttpAnswer;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.List;
import java.util.Map;

/** Answers what is not the engine's on a standalone server: a few fixed pages, and 404. Safe for all loops. */
@Sharable
final class PageHandler extends ChannelInboundHandlerAdapter {
    /** What is served at one path. */
    record Page(String contentType, byte[] bytes) {}

    private final Map<String, Page> pages;
    private final int maxHeaders;

    PageHandler(Map<String, Page> pages, int maxHeaders) {
        this.pages = Map.copyOf(pages);
        this.maxHeaders = maxHeaders;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        try {
            if (message instanceof HttpRequest request) {
                answer(ctx, request);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void answer(ChannelHandlerContext ctx, HttpRequest request) {
        HttpAnswer refusal = RequestChecks.refusal(request, maxHeaders);
        boolean bodyless = request instanceof LastHttpContent
                || !(HttpUtil.isTransferEncodingChunked(request) || HttpUtil.getContentLength(request, 0L) > 0);
        boolean keepAlive = refusal == null && bodyless && HttpUtil.isKeepAlive(request);
        String method = request.method().name();
        HttpResponse response = RequestChecks.response(
                refusal != null ? refusal : page(request, method), keepAlive, !method.equals("HEAD"));
        if (keepAlive) {
            ctx.writeAndFlush(response, ctx.voidPromise());
        } else {
            ctx.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
        }
    }

    private HttpAnswer page(HttpRequest request, String method) {
        Page page = pages.get(RequestHeads.path(request.uri()));
        if (page == null) {
            return RequestChecks.text(404, "there is nothing here");
        }
        if (!method.equals("GET") && !method.equals("HEAD")) {
            return RequestChecks.text(405, "this page can only be read");
        }
        return new HttpAnswer(
                200,
                List.of("Content-Type", page.contentType(), "Cache-Control", "no-cache"),
                page.bytes(),
                page.bytes().length);
    }
}
