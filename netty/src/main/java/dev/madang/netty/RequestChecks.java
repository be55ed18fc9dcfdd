package dev.madang.netty;

import dev.madang.engine.HttpAnswer;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which requests are refused before anybody reads them, and answers as Netty writes them. Stateless. */
final class RequestChecks {
    private RequestChecks() {}

    /** The answer to a request that breaks HTTP (RFC 9112) or our limits, or null. */
    static @Nullable HttpAnswer refusal(HttpRequest request, int maxHeaders) {
        if (request.decoderResult().isFailure()) {
            Throwable cause = request.decoderResult().cause();
            if (cause instanceof TooLongHttpLineException) {
                return text(414, "the request line is too long");
            }
            if (cause instanceof TooLongHttpHeaderException || cause instanceof TooLongFrameException) {
                return text(431, "the headers are too large");
            }
            return text(400, "the request is not HTTP");
        }
        if (request.headers().size() > maxHeaders) {
            return text(431, "there are too many headers");
        }
        boolean current = isHttp11(request);
        int hosts = request.headers().getAll(HttpHeaderNames.HOST).size();
        if (hosts > 1 || (current && hosts == 0)) {
            return text(400, "a request names one host");
        }
        return null;
    }

    static boolean isHttp11(HttpRequest request) {
        return request.protocolVersion().equals(HttpVersion.HTTP_1_1);
    }

    /** The announced bytes of a request's body, {@link NettyExchange#CHUNKED} if it says its end itself. */
    static long bodyLength(HttpRequest request) {
        if (HttpUtil.isTransferEncodingChunked(request)) {
            return NettyExchange.CHUNKED;
        }
        try {
            return HttpUtil.getContentLength(request, 0L);
        } catch (NumberFormatException tooManyDigits) {
            return Long.MAX_VALUE;
        }
    }

    static HttpAnswer text(int status, String message) {
        return HttpAnswer.text(status, List.of("Content-Type", "text/plain; charset=utf-8"), message);
    }

    /** The answer to a body whose framing is broken. */
    static HttpResponse brokenBody() {
        return response(text(400, "the body is not HTTP"), false, true);
    }

    /** Whether the answer's own headers end the connection. */
    static boolean closes(HttpAnswer answer) {
        List<String> headers = answer.headers();
        for (int i = 0; i + 1 < headers.size(); i += 2) {
            if (headers.get(i).equalsIgnoreCase("Connection")
                    && headers.get(i + 1).equalsIgnoreCase("close")) {
                return true;
            }
        }
        return false;
    }

    static FullHttpResponse goOn() {
        return new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE, Unpooled.EMPTY_BUFFER);
    }

    /**
     * An answer with what its connection needs. Names and values are checked, so that nothing in them can end a line.
     */
    static HttpResponse response(HttpAnswer answer, boolean keepAlive, boolean withBody) {
        FullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1,
                HttpResponseStatus.valueOf(answer.status()),
                withBody ? Unpooled.wrappedBuffer(answer.body(), 0, answer.length()) : Unpooled.EMPTY_BUFFER,
                DefaultHttpHeadersFactory.headersFactory(),
                DefaultHttpHeadersFactory.trailersFactory());
        List<String> headers = answer.headers();
        for (int i = 0; i + 1 < headers.size(); i += 2) {
            response.headers().add(headers.get(i), headers.get(i + 1));
        }
        if (answer.status() != 204 && answer.status() != 304) {
            response.headers().set(HttpHeaderNames.CONTENT_LENGTH, answer.length());
        }
        if (!keepAlive) {
            response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        } else if (!response.headers().contains(HttpHeaderNames.CONNECTION)) {
            response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.KEEP_ALIVE);
        }
        return response;
    }
}
