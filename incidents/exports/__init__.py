"""The record as files: streams of every row that a filter finds, and dataset releases."""
