package dev.iii.stub.http;

import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Receives all requests. It responds to requests without a route; every other request becomes an {@link Exchange}.
 * Never blocks.
 */
final class RequestHandler extends Handler.Abstract.NonBlocking {

    private static final int MAX_HEADERS = 100;
    private static final int MAX_URI = 65534;
    private static final int MAX_NAME = 65535;

    private final HttpWorker.RequestContext context;

    RequestHandler(HttpWorker.RequestContext context) {
        this.context = context;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        Cors cors = context.options().cors();
        SentRequest sent = SentRequest.of(request);
        RequestTarget target = sent.target();
        Responder responder = new Responder(request, response, callback, cors, context.memory());
        if (sent.malformed()) {
            cutShort(response, responder, 400);
        } else if (!permitted(request, sent)) {
            cutShort(response, responder, 403);
        } else if (request.getHttpURI().getPathQuery().length() > MAX_URI) {
            cutShort(response, responder, 414);
        } else if (request.getHeaders().size() > MAX_HEADERS || hasLongName(request)) {
            cutShort(response, responder, 431);
        } else if (request.getMethod().equals("OPTIONS")) {
            responder.sendPreflight(
                    find(request, target) instanceof Routes.Match.OtherMethods other ? other.allowed() : null);
        } else {
            route(request, sent, responder);
        }
        return true;
    }

    private static boolean hasLongName(Request request) {
        for (HttpField field : request.getHeaders()) {
            if (field.getName().length() > MAX_NAME) {
                return true;
            }
        }
        return false;
    }

    /**
     * Returns {@code true} unless the request comes from a page that may not use this port. If the config has CORS rules,
     * browsers enforce those instead, as for the real engine.
     */
    private boolean permitted(Request request, SentRequest sent) {
        HttpOptions options = context.options();
        return options.cors().configured()
                || options.origins().permit(options.address(), name -> sent.values(request, name));
    }

    private Routes.Match find(Request request, RequestTarget target) {
        return target.form() == RequestTarget.Form.PATH
                ? context.routes().find(request.getMethod(), target.path())
                : Routes.Match.NOWHERE;
    }

    private void route(Request request, SentRequest sent, Responder responder) {
        Routes.Match match = find(request, sent.target());
        if (match instanceof Routes.Match.Found found) {
            new Exchange(context, request, sent, responder, found.route()).start();
        } else if (match instanceof Routes.Match.OtherMethods other) {
            responder.send(HttpResponse.empty(405, new HttpResponse.Header(Responder.ALLOW, other.allowed())));
        } else {
            responder.send(HttpResponse.notFound());
        }
    }

    private static void cutShort(Response response, Responder responder, int status) {
        response.getHeaders().put("connection", "close");
        responder.sendBare(HttpResponse.empty(status));
    }
}
