"""What goes into the archive of a case, and the page by which a person reads it."""
