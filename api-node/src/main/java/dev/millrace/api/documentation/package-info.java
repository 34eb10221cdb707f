/**
 * The HTTP API's description: the hand-written OpenAPI document, served as JSON, and a page to read and try it that needs
 * nothing from outside. A test holds the document to the routes, and every API test holds each answer to the document.
 */
@NullMarked
package dev.millrace.api.documentation;

import org.jspecify.annotations.NullMarked;
