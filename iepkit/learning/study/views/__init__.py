"""One module for each kind of widget."""
