/// Lets pages of other origins call the API from a browser.
@NullMarked
package dev.gantry.middleware.cors;

import org.jspecify.annotations.NullMarked;
