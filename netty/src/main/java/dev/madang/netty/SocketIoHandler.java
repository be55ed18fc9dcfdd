package dev.madang.netty;

import dev.madang.engine.HttpAnswer;
import dev.madang.engine.RequestHead;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Feeds an {@link dev.madang.engine.Engine} from one HTTP connection: a handler right behind the HTTP server codec of any pipeline, of
 * which each connection needs its own. Requests under the engine's path are answered; all others, and their
 * responses, pass through unchanged, and what stands before this handler's answers in time stands before them on the
 * connection. Works with automatic reading and without.
 *
 * <p>An accepted WebSocket handshake takes the connection over: all handlers but TLS are removed, and the channel moves
 * to the event loop of its session. HTTP/2 is not spoken here.
 *
 * <p>What a Netty user makes of it:
 *
 * <pre>{@code
 * SocketIoHandlers handlers = SocketIoHandlers.builder(io.engine()).build();
 * channel.pipeline().addAfter("httpCodec", "socket.io", handlers.create());
 * }</pre>
 */
public final class SocketIoHandler extends ChannelDuplexHandler {
    /*
     * Order on the connection. A request of ours starts only when all earlier ones are answered, whoever answers them;
     * a request of others waits only for ours, since they know how to order their own. What cannot start is held, and
     * while anything is held nothing is read. Nor does a request start while the peer leaves the answers to earlier
     * ones lying in our buffers: they would pile up there. A held-back poll still notices that its client went away, for reading
     * goes on as long as nothing else came.
     */
    private static final Logger LOG = LoggerFactory.getLogger(SocketIoHandler.class);

    /** To whom the parts of the request that is being read belong. */
    private enum Target {
        NOBODY,
        OTHERS,
        EXCHANGE,
        UPGRADE
    }

    /** What a handler tells others of its kind behind it, which do not see what it answers. */
    private enum Notice {
        /** The connection is used. */
        SERVED
    }

    private final SocketIoHandlers factory;
    private final HeldInput held = new HeldInput(this);
    private final LastAnswer lastAnswer = new LastAnswer(this);
    private @Nullable ChannelHandlerContext context;
    private @Nullable NettyLoop loop;
    private @Nullable HttpClock clock;
    private @Nullable NettyExchange exchange;
    private @Nullable WebSocketUpgrade upgrade;
    private Target target = Target.NOBODY;
    private int others;
    private boolean informational;
    private boolean upgradeArrives;
    private boolean announced;

    SocketIoHandler(SocketIoHandlers factory) {
        this.factory = factory;
    }

    ChannelHandlerContext context() {
        return Objects.requireNonNull(context);
    }

    NettyLoop loop() {
        return Objects.requireNonNull(loop);
    }

    /** Hands over what was held back. */
    List<Object> takeHeld() {
        return held.take();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
        NettyLoop home = factory.loops.of(ctx.channel().eventLoop());
        loop = home;
        HttpClock newClock = new HttpClock(this, home, factory.limits);
        newClock.connected();
        clock = newClock;
    }

    HttpClock clock() {
        return Objects.requireNonNull(clock);
    }

    // Requests

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof HttpRequest request) {
            boolean ours = isOurs(request);
            boolean whole = message instanceof LastHttpContent || RequestChecks.bodyLength(request) == 0;
            clock().headArrived(whole || !(ours || factory.standalone));
            upgradeArrives = ours && WebSocketUpgrade.isAskedFor(request);
        }
        if (message instanceof HttpContent content) {
            clock().bodyArrived(content.content().readableBytes());
        }
        boolean last = message instanceof LastHttpContent;
        if (last) {
            clock().requestArrived();
        }
        if (!held.isEmpty() || !admits(message)) {
            held.add(message);
        } else {
            dispatch(message);
        }
        if (last && upgradeArrives) {
            upgradeArrives = false;
            WebSocketUpgrade.stopDecoding(ctx.pipeline());
        }
    }

    private boolean isOurs(HttpRequest request) {
        return (request.decoderResult().isFailure() && factory.standalone)
                || factory.engine.options().matches(RequestHeads.path(request.uri()));
    }

    /** Whether a message may start now. */
    boolean admits(Object message) {
        if (lastAnswer.given()) {
            return true;
        }
        if (upgrade != null) {
            return target == Target.UPGRADE && message instanceof LastHttpContent;
        }
        NettyExchange current = exchange;
        if (message instanceof HttpRequest request) {
            boolean ours = isOurs(request);
            return current == null && (!ours || others == 0) && (writable() || !(ours || factory.standalone));
        }
        return target != Target.EXCHANGE || current == null || !(message instanceof HttpContent) || current.takesBody();
    }

    private boolean writable() {
        return context().channel().isWritable();
    }

    /** Starts a message. */
    void dispatch(Object message) {
        if (lastAnswer.given()) {
            ReferenceCountUtil.release(message);
        } else if (message instanceof HttpRequest request) {
            request(request);
        } else if (message instanceof HttpContent content) {
            content(content);
        } else {
            context().fireChannelRead(message);
        }
    }

    private void request(HttpRequest request) {
        if (!isOurs(request)) {
            others++;
            target = request instanceof LastHttpContent ? Target.NOBODY : Target.OTHERS;
            context().fireChannelRead(request);
            return;
        }
        if (!announced) {
            announced = true;
            context().fireUserEventTriggered(Notice.SERVED);
        }
        try {
            boolean webSocket = WebSocketUpgrade.isAskedFor(request);
            HttpAnswer refusal = RequestChecks.refusal(request, factory.limits.maxHeaders());
            if (refusal == null && webSocket) {
                refusal = WebSocketUpgrade.refusal(request);
            }
            if (refusal != null) {
                refuse(refusal);
            } else if (webSocket) {
                target = Target.UPGRADE;
                upgrade = new WebSocketUpgrade(this, factory, request);
            } else {
                exchange(request);
            }
            if (request instanceof LastHttpContent whole && !lastAnswer.given()) {
                wholeBody(new DefaultLastHttpContent(whole.content().retain()));
            }
        } finally {
            ReferenceCountUtil.release(request);
        }
    }

    private void wholeBody(LastHttpContent body) {
        if (admits(body)) {
            content(body);
        } else {
            held.addFirst(body);
        }
    }

    private void exchange(HttpRequest request) {
        RequestHead head = factory.head(request, context().channel());
        NettyExchange current = new NettyExchange(
                this,
                loop(),
                head,
                RequestChecks.bodyLength(request),
                HttpUtil.isKeepAlive(request),
                HttpUtil.is100ContinueExpected(request));
        exchange = current;
        target = Target.EXCHANGE;
        HttpAnswer file = factory.bundles == null ? null : factory.bundles.answer(head, factory.engine.options());
        if (file != null) {
            current.answer(file);
        } else {
            factory.engine.http(current);
        }
    }

    private void content(HttpContent content) {
        boolean last = content instanceof LastHttpContent;
        switch (target) {
            case OTHERS -> context().fireChannelRead(content);
            case EXCHANGE -> exchangeContent(content, last);
            case UPGRADE -> {
                content.release();
                if (last && upgrade != null) {
                    upgrade.start();
                }
            }
            case NOBODY -> content.release();
        }
        if (last && target != Target.UPGRADE) {
            target = Target.NOBODY;
        }
    }

    private void exchangeContent(HttpContent content, boolean last) {
        NettyExchange current = exchange;
        try {
            if (current == null) {
                return;
            }
            if (content.decoderResult().isFailure()) {
                boolean answered = current.answered();
                abort();
                close(answered ? Unpooled.EMPTY_BUFFER : RequestChecks.brokenBody(), false);
                return;
            }
            if (last) {
                target = Target.NOBODY;
            }
            current.content(content.content(), last);
            if (last && current.answered() && exchange == current) {
                done();
            }
        } finally {
            content.release();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event == Notice.SERVED) {
            clock().served();
        }
        ctx.fireUserEventTriggered(event);
    }

    // Answers

    /** Sends an exchange's answer. */
    void respond(NettyExchange current, HttpAnswer answer) {
        if (exchange != current || !context().channel().isActive()) {
            return;
        }
        boolean reuse = current.reusable() && !RequestChecks.closes(answer);
        boolean ended = current.ended();
        HttpResponse response =
                RequestChecks.response(answer, reuse, !current.head().method().equals("HEAD"));
        if (reuse) {
            context().writeAndFlush(response, context().voidPromise());
            if (ended) {
                done();
            } else {
                drain();
            }
        } else {
            close(response, ended);
        }
    }

    private void done() {
        exchange = null;
        settle();
    }

    private void settle() {
        drain();
        settled();
    }

    /** Whatever could be done is done, or waits. */
    void settled() {
        if (nothingOwed() && upgrade == null && !lastAnswer.given() && held.isEmpty()) {
            clock().idle();
        }
    }

    private boolean nothingOwed() {
        return exchange == null && others == 0 && target == Target.NOBODY;
    }

    /** Answers a request that no engine sees, and ends the connection. */
    void refuse(HttpAnswer answer) {
        close(RequestChecks.response(answer, false, true), false);
    }

    private void close(Object response, boolean ended) {
        exchange = null;
        lastAnswer.send(response, ended);
        drain();
    }

    void sendContinue() {
        context().writeAndFlush(RequestChecks.goOn(), context().voidPromise());
    }

    /** The time for what the peer has to send is over. */
    void timedOut() {
        boolean answered = exchange != null && exchange.answered();
        boolean midway = others == 0 && upgrade == null && !lastAnswer.given() && !answered && clock().inRequest();
        abort();
        if (midway) {
            refuse(RequestChecks.text(408, "the request took too long"));
        } else {
            context().close();
        }
    }

    private void abort() {
        NettyExchange current = exchange;
        exchange = null;
        if (current != null && !current.answered()) {
            current.abandon();
            factory.engine.aborted(current);
        }
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        if (message instanceof HttpResponse response) {
            HttpStatusClass kind = response.status().codeClass();
            informational =
                    kind == HttpStatusClass.INFORMATIONAL && response.status().code() != 101;
        }
        ctx.write(message, promise);
        if (message instanceof LastHttpContent) {
            if (informational) {
                informational = false;
            } else if (others > 0) {
                others--;
                settle();
            }
        }
    }

    // Order

    /** What is held back may wait for nothing but the peer, who does not take his answers: not for ever. Nor a POST for a poll. */
    void watchAnswers(boolean post) {
        if (exchange == null && others == 0 && upgrade == null && !lastAnswer.given() && !writable()) {
            clock().stalled();
        } else if (post && exchange != null) {
            factory.engine.awaited(exchange);
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (writable()) {
            drain();
        }
        ctx.fireChannelWritabilityChanged();
    }

    /** Starts what was held back, as far as it may start now. */
    void drain() {
        held.drain();
    }

    /** Whether a WebSocket is being made of the connection. */
    boolean upgrading() {
        return upgrade != null;
    }

    /** Reading goes on. */
    void resumed() {
        if (!lastAnswer.given()) {
            clock().resume();
        }
    }

    @Override
    public void read(ChannelHandlerContext ctx) {
        if (!held.paused()) {
            ctx.read();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        ctx.fireChannelReadComplete();
        if (!ctx.isRemoved() && upgrade == null) {
            clock().batchEnded(nothingOwed());
            if (others == 0 && !held.paused() && !ctx.channel().config().isAutoRead()) {
                ctx.read();
            }
        }
    }

    // The end

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        clock().stop();
        lastAnswer.gone();
        abort();
        releaseHeld();
        ctx.fireChannelInactive();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        clock().stop();
        releaseHeld();
    }

    /** Drops what was held back. */
    void releaseHeld() {
        held.release();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (!factory.standalone && exchange == null && upgrade == null) {
            ctx.fireExceptionCaught(cause);
            return;
        }
        if (cause instanceof IOException || cause instanceof DecoderException) {
            LOG.debug("an HTTP connection broke", cause);
        } else {
            LOG.warn("an HTTP connection failed", cause);
        }
        ctx.close();
    }

    /** Stops the clock and reading, for the connection is about to become a WebSocket. */
    void pauseForUpgrade() {
        clock().stop();
        held.pauseForUpgrade();
    }

    /** Ends the connection with an answer in place of a handshake; the HTTP handlers are gone. */
    void closeAfter(Object bytes) {
        lastAnswer.send(bytes, false);
        releaseHeld();
    }
}
