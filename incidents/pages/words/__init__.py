"""What pages say beside the record's own words: changes, countries, and texts in the reader's language."""
