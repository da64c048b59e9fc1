"""What the site answers while the database, the disk or somebody's lock keeps it from its work."""
