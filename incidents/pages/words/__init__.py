"""What pages say beside the record's own words: countries, and texts in the reader's language."""
