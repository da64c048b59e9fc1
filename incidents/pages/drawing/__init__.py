"""Maps and bars as plain SVG, drawn on the server."""
