package dev.millrace.api.http.route;

/** The methods a route can have. HEAD comes with GET, and OPTIONS is answered for every path. */
public enum Method {
    GET,
    POST,
    PUT,
    DELETE
}
