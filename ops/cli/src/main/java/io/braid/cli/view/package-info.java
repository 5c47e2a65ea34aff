/** What a person sees on the terminal: pure functions of {@link io.braid.cli.view.DemoStatus}. */
package io.braid.cli.view;
