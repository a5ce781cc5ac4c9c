"""Work that takes longer than a page: asked for by someone, followed by a progress bar."""
