/** What the commands that talk to a broker share. */
package io.braid.cli.stream;
