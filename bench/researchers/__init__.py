"""What a researcher waits for, on a record of the size of UCDP's georeferenced dataset and on one of millions."""
