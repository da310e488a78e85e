"""The take-home page: all explorers with no server."""
