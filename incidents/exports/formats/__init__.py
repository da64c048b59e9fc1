"""The formats of an export. Each writer takes a selection, a reader and a place to write to, and counts its rows."""
