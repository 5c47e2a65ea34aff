/** Reading of comma-separated files. */
package io.braid.cli.csv;
