"""Books of earlier versions."""
