/** The application over HTTP: health, metrics, predictions on request, and the live page. */
package io.braid.dashboard;
