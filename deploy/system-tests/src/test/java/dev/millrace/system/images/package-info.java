/**
 * No Docker runs where this is built, so the compose file and the Dockerfile are held to what can be read from them: that
 * they are well formed, that what they name exists, and that what must be locked is locked.
 */
package dev.millrace.system.images;
